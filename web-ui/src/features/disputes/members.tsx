import { Anchor, Collapse, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { formatCount } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { DataTable } from "../../ui/data-table";
import { Panel } from "../../ui/panel";
import { Moment } from "../../ui/values";
import type { Bundle } from "./bundle";
import css from "./disputes.module.css";
import { zipOf } from "./queries";
import { useDisputeTexts } from "./texts";

const KIBI = 1024;

/** What the bundle holds, each file with its hash: it does not change any more. */
export function MembersPanel({ bundle, disputeId }: { bundle: Bundle; disputeId: string }) {
  const t = useDisputeTexts();
  const language = useLanguage();
  const [isOpen, { toggle }] = useDisclosure(false);
  const { parts, members } = bundle.manifest;
  const size = (bytes: number) =>
    bytes < KIBI
      ? `${formatCount(bytes, language)} B`
      : `${formatCount(Math.round(bytes / KIBI), language)} KiB`;
  return (
    <Panel
      title={t("bundle", { count: members.length })}
      aside={
        <Anchor href={zipOf(disputeId)} download size="sm">
          {t("zip")}
        </Anchor>
      }
    >
      <ul className={css["parts"]}>
        {parts.map((part) => (
          <li key={part.sha256}>
            <span>{t(part.folder === "opened" ? "stage.opened" : "stage.investigation")}</span>
            <span className={css["muted"]}>
              <Moment at={part.collected_at} named={false} /> · {size(part.bytes)}
            </span>
            <code className={css["hash"]}>{part.sha256}</code>
          </li>
        ))}
      </ul>
      <UnstyledButton className={css["fold"] ?? ""} aria-expanded={isOpen} onClick={toggle}>
        {isOpen ? t("hideFiles") : t("showFiles")}
      </UnstyledButton>
      <Collapse expanded={isOpen}>
        <DataTable
          label={t("bundle", { count: members.length })}
          rows={members}
          rowKey={({ name }) => name}
          columns={[
            {
              id: "name",
              title: t("file"),
              cell: ({ name }) => <code className={css["file"]}>{name}</code>,
            },
            { id: "size", title: t("size"), align: "right", cell: ({ bytes }) => size(bytes) },
            {
              id: "hash",
              title: "SHA-256",
              cell: ({ sha256 }) => (
                <code className={css["hash"]} title={sha256}>
                  {sha256.slice(0, 20)}…
                </code>
              ),
            },
          ]}
        />
      </Collapse>
    </Panel>
  );
}
