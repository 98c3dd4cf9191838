import { useQuery } from "@tanstack/react-query";
import type { Campaign } from "../../api/catalog";
import { compare } from "../../lib/decimal";
import { Figure } from "../../ui/figure";
import { Panel } from "../../ui/panel";
import { Count, Moment, Money } from "../../ui/values";
import css from "./proof.module.css";
import { type FinalReport, finalReportQuery } from "./queries";
import { useProofTexts } from "./texts";

/** What was settled when the campaign was over; nothing while it runs. */
export function FinalReportPanel({ campaign }: { campaign: Campaign }) {
  const t = useProofTexts();
  const report = useFinalReport(campaign);
  if (!report) return null;
  const aside = (
    <span className={css["muted"]}>
      {t("settledAt")} <Moment at={report.generated_at} />
    </span>
  );
  return (
    <Panel title={t("final")} aside={aside} flush>
      <Settled report={report} />
    </Panel>
  );
}

/** The final report of a campaign that is over; made some minutes after its end. */
export function useFinalReport({ id, completed_at }: Campaign): FinalReport | null {
  const isOver = typeof completed_at === "string";
  return useQuery({ ...finalReportQuery(id), enabled: isOver }).data ?? null;
}

function Settled({ report }: { report: FinalReport }) {
  const t = useProofTexts();
  return (
    <div className={css["figures"]}>
      <Figure label={t("budget")} value={<Money amount={report.budget} short />} />
      <Figure
        label={t("spent")}
        value={<Money amount={report.spent} short />}
        hint={
          <>
            <Count value={report.impressions} /> {t("finalPlays")}
          </>
        }
      />
      <Figure label={t("refunded")} value={<Money amount={report.refunded} short />} />
      {compare(report.held_for_review, "0") > 0 && (
        <Figure
          label={t("held")}
          value={<Money amount={report.held_for_review} short />}
          hint={t("heldHint", { count: report.under_review })}
        />
      )}
      {compare(report.absorbed, "0") > 0 && (
        <Figure
          label={t("absorbed")}
          value={<Money amount={report.absorbed} short />}
          hint={t("absorbedHint")}
        />
      )}
    </div>
  );
}
