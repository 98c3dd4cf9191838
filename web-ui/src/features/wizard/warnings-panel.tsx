import { Anchor, Checkbox } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { formatDay } from "../../lib/dates";
import { paths } from "../../lib/paths";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Panel } from "../../ui/panel";
import { Status } from "../../ui/status";
import { bringUp } from "./bring-up";
import { useWizardTexts } from "./texts";
import { type Row, type Similar, sideOf, type Warned } from "./warnings";
import css from "./wizard.module.css";

type Props = { warned: Warned; isSeen: boolean; onSeen: (isSeen: boolean) => void };

/** What a submission may have overlooked, side by side, to be acknowledged. */
export function WarningsPanel({ warned, isSeen, onSeen }: Props) {
  const t = useWizardTexts();
  return (
    <Panel title={t("warnings")}>
      <div role="alert" tabIndex={-1} ref={bringUp} className={css["stack"]}>
        {warned.similar.map((one) => (
          <Comparison key={one.campaign_id} similar={one} />
        ))}
        {warned.others.map(({ code, message, store_name: store }) => (
          <p key={code + message} className={css["waitBox"]}>
            {code === "SCHEDULE_CONFLICT" && store ? t("neverOpen", { store }) : message}
          </p>
        ))}
      </div>
      <Checkbox
        mt="md"
        label={t("acknowledge")}
        checked={isSeen}
        onChange={({ currentTarget }) => onSeen(currentTarget.checked)}
      />
    </Panel>
  );
}

function Comparison({ similar }: { similar: Similar }) {
  const t = useWizardTexts();
  return (
    <div>
      <p className={css["waitBox"]}>
        {t("similar")}{" "}
        <Anchor
          inherit
          renderRoot={(props) => <Link to={paths.campaign(similar.campaign_id)} {...props} />}
        >
          {similar.name}
        </Anchor>{" "}
        <Status kind="CampaignStatus" word={similar.status} />
      </p>
      <div className={css["scroll"]}>
        <table className={css["compare"]} aria-label={t("compareLabel", { name: similar.name })}>
          <thead>
            <tr>
              <th />
              <th>{t("thisOne")}</th>
              <th>{similar.name}</th>
            </tr>
          </thead>
          <tbody>
            {similar.comparison.map((row) => (
              <CompareRow key={row.field} row={row} overlap={similar.store_overlap_percent} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

const KNOWN = ["brand_name", "category", "target_stores", "content_assets", "dates"] as const;

function CompareRow({ row, overlap }: { row: Row; overlap: number }) {
  const t = useWizardTexts();
  const field = KNOWN.find((one) => one === row.field);
  const isStores = row.field === "target_stores";
  return (
    <tr data-same={row.is_common || undefined}>
      <th scope="row">
        {field ? t(`compare.${field}`) : row.field}
        {row.is_common && (
          <span className={css["same"]}>
            <IconCheck size={12} aria-hidden />
            {isStores ? t("overlap", { percent: overlap }) : t("same")}
          </span>
        )}
      </th>
      <td>
        <SideCell field={row.field} value={row.submitted} />
      </td>
      <td>
        <SideCell field={row.field} value={row.existing} />
      </td>
    </tr>
  );
}

function SideCell({ field, value }: { field: string; value: unknown }) {
  const t = useWizardTexts();
  const words = useWords();
  const language = useLanguage();
  const side = sideOf(value);
  switch (side.as) {
    case "names":
      return side.names.join(", ") || "–";
    case "count":
      return t("storeCount", { count: side.count });
    case "dates":
      return `${formatDay(side.from, language)} – ${formatDay(side.to, language)}`;
    case "text":
      return field === "category" ? words("Category", side.text) : side.text;
  }
}
