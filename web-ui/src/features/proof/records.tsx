import { Button } from "@mantine/core";
import { IconCheck, IconLink, IconLinkOff, IconShieldCheck, IconX } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { CSSProperties, ReactNode } from "react";
import { api, body } from "../../api/client";
import { formatDay } from "../../lib/dates";
import { formatCount, formatMoney } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Badge } from "../../ui/badge";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import type { Tone } from "../../ui/tone";
import { Moment } from "../../ui/values";
import { chainOf, checkContents, type Entry, hues, type Link, type Linked } from "./chain";
import { queryOf, type Range } from "./days";
import css from "./proof.module.css";
import { reportQuery } from "./queries";
import { useProofTexts } from "./texts";

type Props = { id: string; range: Range };

/** Records and supplements as the chain that they are: each holds the hash of the one before. */
export function Records({ id, range }: Props) {
  const t = useProofTexts();
  const report = useQuery(reportQuery(id, range));
  return (
    <Loaded query={report}>
      {({ record, supplements }) => {
        const chain = chainOf([...(record ? [record] : []), ...supplements]);
        if (chain.length === 0) {
          return (
            <Panel title={t("records")}>
              <Empty title={t("noRecords")}>{t("noRecordsText")}</Empty>
            </Panel>
          );
        }
        return <Chain id={id} range={range} chain={chain} />;
      }}
    </Loaded>
  );
}

function Chain({ id, range, chain }: Props & { chain: readonly Linked[] }) {
  const t = useProofTexts();
  const check = useCheck(id, range);
  const checked = check.data;
  const isGood =
    checked !== undefined && chain.every(({ entry }) => checked.get(entry.hash) === true);
  const aside = (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconShieldCheck size={16} />}
      loading={check.isPending}
      onClick={() => check.mutate()}
    >
      {t("checkHere")}
    </Button>
  );
  return (
    <Panel title={t("records")} aside={aside}>
      <p className={css["muted"]}>{t("recordsText")}</p>
      {checked && (
        <p className={isGood ? css["good"] : css["bad"]} role="status">
          {isGood ? t("checkedGood", { count: chain.length }) : t("checkedBad")}
        </p>
      )}
      <ol className={css["chain"]}>
        {chain.map(({ entry, link }) => (
          <li key={entry.hash} className={css["entry"]}>
            <LinkMark link={link} />
            <Card entry={entry} isChecked={checked?.get(entry.hash)} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

/** Downloads the bytes and hashes them here, so that nobody has to be believed. */
function useCheck(id: string, range: Range) {
  return useMutation({
    mutationFn: async () => {
      const file = await body(
        api.GET("/api/v1/campaigns/{id}/proof-of-play/download", {
          params: { path: { id }, query: { ...queryOf(range), format: "json" } },
        }),
      );
      const contents = typeof file === "object" ? file.record_contents : [];
      return checkContents(contents);
    },
  });
}

function LinkMark({ link }: { link: Link }) {
  const t = useProofTexts();
  const Icon = link === "outside" ? IconLinkOff : IconLink;
  return (
    <div className={css["link"]}>
      {link !== "first" && <Icon size={16} aria-hidden="true" />}
      <span>{t(`link.${link}`)}</span>
    </div>
  );
}

const TONES: Record<Entry["kind"], Tone> = {
  RECORD: "good",
  LATE: "info",
  REVIEW_RESOLVED: "info",
  CHARGEBACK: "bad",
};

function Card({ entry, isChecked }: { entry: Entry; isChecked: boolean | undefined }) {
  const t = useProofTexts();
  const language = useLanguage();
  const day = formatDay(entry.date, language);
  const figures = {
    count: entry.impressions,
    cost: formatMoney(entry.cost, language),
    rejected: formatCount(entry.rejected, language),
  };
  const says = entry.kind === "CHARGEBACK" ? "takesBack" : "adds";
  return (
    <div className={css["card"]}>
      <div>
        <div className={css["cardHead"]}>
          <strong>{day}</strong>
          <Badge tone={TONES[entry.kind]}>{t(`kind.${entry.kind}`)}</Badge>
          {isChecked !== undefined && <Checked isGood={isChecked} />}
        </div>
        <div>{t(entry.kind === "RECORD" ? "holds" : says, figures)}</div>
        <div className={css["muted"]}>
          {t("cutAt")} <Moment at={entry.generated_at} zone="UTC" />
        </div>
      </div>
      <div>
        <Hash name={t("ownHash")} hash={entry.hash} />
        {!/^0+$/.test(entry.previous_hash) && (
          <Hash name={t("hashBefore")} hash={entry.previous_hash} />
        )}
      </div>
    </div>
  );
}

function Checked({ isGood }: { isGood: boolean }) {
  const t = useProofTexts();
  return isGood ? (
    <span className={css["good"]}>
      <IconCheck size={16} aria-label={t("hashGood")} />
    </span>
  ) : (
    <span className={css["bad"]}>
      <IconX size={16} aria-label={t("hashBad")} />
    </span>
  );
}

/** A hash with its five colours. */
function Hash({ name, hash }: { name: string; hash: string }): ReactNode {
  return (
    <div className={css["hash"]}>
      <span className={css["muted"]}>{name}</span>
      <span className={css["hues"]} aria-hidden="true">
        {hues(hash).map((hue, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: places of one hash never move
          <span key={at} style={{ "--hue": hue } as CSSProperties} />
        ))}
      </span>
      <code title={hash}>{hash.slice(0, 16)}…</code>
    </div>
  );
}
