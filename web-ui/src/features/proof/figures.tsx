import { formatDuration } from "../../lib/dates";
import { formatShare } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Figure } from "../../ui/figure";
import { Panel } from "../../ui/panel";
import { Count, Money } from "../../ui/values";
import css from "./proof.module.css";
import type { Report } from "./queries";
import { useProofTexts } from "./texts";

/** The totals of the days. */
export function Figures({ report }: { report: Report }) {
  const t = useProofTexts();
  const language = useLanguage();
  const { total_impressions: plays, rejected } = report;
  const all = plays + rejected;
  return (
    <Panel flush>
      <div className={css["figures"]}>
        <Figure
          label={t("plays")}
          value={<Count value={plays} />}
          hint={report.backfilled > 0 ? t("late", { count: report.backfilled }) : t("noLate")}
        />
        <Figure
          label={t("screens")}
          value={<Count value={report.unique_devices} />}
          hint={t("inStores", { count: report.unique_stores })}
        />
        <Figure
          label={t("onScreen")}
          value={formatDuration(report.total_duration_seconds, language)}
          hint={t("onScreenHint")}
        />
        <Figure
          label={t("cost")}
          value={<Money amount={report.total_cost} short />}
          hint={
            report.effective_cpm ? (
              <>
                <Money amount={report.effective_cpm} short /> {t("cpm")}
              </>
            ) : (
              t("noCpm")
            )
          }
        />
        <Figure
          label={t("rejected")}
          value={<Count value={rejected} />}
          hint={t("rejectedHint", { share: formatShare(all ? rejected / all : 0, language) })}
        />
        {report.under_review > 0 && (
          <Figure
            label={t("underReview")}
            value={<Count value={report.under_review} />}
            hint={t("underReviewHint")}
          />
        )}
      </div>
    </Panel>
  );
}
