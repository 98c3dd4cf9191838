import { useQuery } from "@tanstack/react-query";
import type { Campaign } from "../../api/catalog";
import { formatShare } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Badge } from "../../ui/badge";
import { Figure } from "../../ui/figure";
import { Meter } from "../../ui/meter";
import { Panel } from "../../ui/panel";
import { Empty } from "../../ui/states";
import type { Tone } from "../../ui/tone";
import { Count, Moment } from "../../ui/values";
import css from "./ab-test.module.css";
import { Decision } from "./decision";
import { chances } from "./posterior";
import { betaOfVariant, PosteriorChart } from "./posterior-chart";
import { assetsQuery, type Report } from "./queries";
import { useAbTexts } from "./texts";
import { VariantCards } from "./variant-cards";

type Props = { campaign: Campaign; report: Report; onAgain: (() => void) | null };

/** How a test stands: who leads, how sure that is, and what can be done. */
export function ReportView({ campaign, report, onAgain }: Props) {
  const t = useAbTexts();
  const assets = useQuery(assetsQuery(campaign.advertiser_id ?? "")).data ?? [];
  const hasPlays = report.total_impressions > 0;
  const playing = report.variants.filter(({ removed_at }) => !removed_at);
  const isRate = report.test_metric !== "IMPRESSIONS";
  const likely =
    hasPlays && isRate && playing.length > 1
      ? chances(playing.map((one) => betaOfVariant(one, report.test_metric, 0)))
      : null;
  const chanceOf = (id: string) => {
    const at = playing.findIndex(({ variant_id }) => variant_id === id);
    return at < 0 ? null : (likely?.[at] ?? null);
  };
  return (
    <div className={css["stack"]}>
      <Decision campaign={campaign} report={report} onAgain={onAgain} />
      <Panel flush>
        <Figures report={report} />
      </Panel>
      <VariantCards report={report} assets={assets} chanceOf={chanceOf} />
      <div className={css["halves"]}>
        <Panel title={t("posterior", { metric: t(`metric.${report.test_metric}`) })}>
          {hasPlays ? (
            <>
              <PosteriorChart
                variants={playing}
                metric={report.test_metric}
                total={report.total_impressions}
              />
              <p className={css["muted"]}>{t(isRate ? "posteriorText" : "sharesText")}</p>
            </>
          ) : (
            <Empty title={t("noPlays")}>{t("noPlaysText")}</Empty>
          )}
        </Panel>
        <Looks report={report} />
      </div>
    </div>
  );
}

const TONES: Record<Report["status"], Tone> = {
  RUNNING: "good",
  COMPLETED: "quiet",
  CANCELLED: "quiet",
};

function Figures({ report }: { report: Report }) {
  const t = useAbTexts();
  const { status, is_paused, statistical_analysis: statistics } = report;
  const enough = Math.min(1, statistics.fewest_impressions / statistics.required_impressions);
  return (
    <div className={css["figures"]}>
      <Figure
        label={t("status")}
        value={
          <Badge tone={is_paused ? "wait" : TONES[status]}>
            {is_paused ? t("paused") : t(`status.${status}`)}
          </Badge>
        }
        hint={t("ran", { count: report.duration_days })}
      />
      <Figure
        label={t("plays")}
        value={<Count value={report.total_impressions} />}
        hint={
          <>
            {t(enough < 1 ? "enough" : "enoughNow", {
              fewest: statistics.fewest_impressions,
              needed: statistics.required_impressions,
            })}
            <Meter share={enough} tone={enough < 1 ? "wait" : "good"} label={t("plays")} />
          </>
        }
      />
      <Figure
        label={t("sure")}
        value={statistics.confidence_level > 99.9 ? "> 99.9 %" : `${statistics.confidence_level} %`}
        hint={t("sureHint", { asked: statistics.confidence_threshold })}
        {...(statistics.is_significant && { tone: "good" as const })}
      />
      <Figure
        label={report.ended_at ? t("ended") : t("plannedEnd")}
        value={
          <span className={css["when"]}>
            <Moment at={report.ended_at ?? report.planned_end} />
          </span>
        }
        hint={report.auto_winner ? t("auto") : t("byHand")}
      />
    </div>
  );
}

/** The looks that were taken: a test may only be decided at one of them. */
function Looks({ report }: { report: Report }) {
  const t = useAbTexts();
  const language = useLanguage();
  const { looks, next_look_at, p_value, lead_low, lead_high, confidence_threshold } =
    report.statistical_analysis;
  const points = (value: number) => formatShare(value, language, 1);
  const sureness = (value: number) => (value > 0.999 ? `> ${points(0.999)}` : points(value));
  const hasLead = typeof lead_low === "number" && typeof lead_high === "number";
  return (
    <Panel title={t("looks")}>
      {looks.length === 0 && <p className={css["muted"]}>{t("noLook")}</p>}
      <ul className={css["looks"]}>
        {looks.map(({ number, at, corrected_p_value, is_significant }) => {
          const sure = 1 - corrected_p_value;
          return (
            <li key={number}>
              <span>
                {t("look", { number })} <Moment at={at} named={false} />
              </span>
              <Badge tone={is_significant ? "good" : "quiet"}>{sureness(sure)}</Badge>
              <Meter
                share={sure}
                mark={confidence_threshold / 100}
                tone={is_significant ? "good" : "quiet"}
                label={t("sureOf", { sure: sureness(sure) })}
              />
            </li>
          );
        })}
      </ul>
      {next_look_at && (
        <p className={css["muted"]}>
          {t("nextLook")} <Moment at={next_look_at} />
        </p>
      )}
      {hasLead && report.total_impressions > 0 && (
        <p className={css["muted"]}>
          {t("lead", { low: points(lead_low), high: points(lead_high) })}
        </p>
      )}
      <p className={css["muted"]} hidden={report.total_impressions === 0}>
        {t("pValue", { p: p_value < 0.0001 ? "< 0.0001" : p_value.toFixed(4) })}
      </p>
    </Panel>
  );
}
