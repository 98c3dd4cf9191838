import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Campaign } from "../../api/catalog";
import { compare, type Decimal, share } from "../../lib/decimal";
import { formatCount, formatMoneyShort, formatShare } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Badge } from "../../ui/badge";
import { Bars } from "../../ui/bars";
import { Facts } from "../../ui/facts";
import { Figure } from "../../ui/figure";
import { Meter } from "../../ui/meter";
import { Panel } from "../../ui/panel";
import { Loaded } from "../../ui/states";
import type { Tone } from "../../ui/tone";
import { Count, Money } from "../../ui/values";
import {
  decimalOf,
  type Estimate,
  estimateQuery,
  isEstimable,
  type Simulation,
  simulationQuery,
} from "./queries";
import { days } from "./rules";
import { useWizardTexts } from "./texts";
import css from "./wizard.module.css";

/** What the campaign as saved would deliver and cost, and what that rests on. */
export function EstimatePanel({ campaign, isBusy }: { campaign: Campaign; isBusy: boolean }) {
  const t = useWizardTexts();
  const estimate = useQuery(estimateQuery(campaign));
  if (!isEstimable(campaign)) {
    const isDated = Boolean(campaign.start_date && campaign.end_date);
    return (
      <Panel title={t("estimate")}>
        <Text size="sm" c="dimmed">
          {isDated ? t("estimateNeedsStores") : t("estimateNeedsDates")}
        </Text>
      </Panel>
    );
  }
  const isOld = isBusy || estimate.isFetching;
  return (
    <Panel
      title={t("estimate")}
      aside={
        <span className={css["muted"]} role="status">
          {isOld ? t("counting") : ""}
        </span>
      }
      flush
    >
      <Loaded query={estimate}>
        {(found) => (
          <div aria-busy={isOld} className={css["estimate"]} data-old={isOld || undefined}>
            <Figures campaign={campaign} estimate={found} />
            <Simulated campaign={campaign} />
            <Basis campaign={campaign} estimate={found} />
          </div>
        )}
      </Loaded>
    </Panel>
  );
}

function Figures({ campaign, estimate }: { campaign: Campaign; estimate: Estimate }) {
  const t = useWizardTexts();
  const language = useLanguage();
  const { estimated_impressions: wanted, deliverable_impressions: slots } = estimate;
  const budget = campaign.budget ?? ("0" satisfies Decimal);
  const isDear = compare(estimate.expected_cost, budget) > 0;
  const money = (amount: Decimal) => formatMoneyShort(amount, language);
  return (
    <>
      <div className={css["figures"]}>
        <Figure
          label={t("expectedPlays")}
          value={<Count value={Math.min(wanted, slots)} />}
          hint={slots < wanted ? t("limitedBySlots") : t("limitedByTraffic")}
        />
        <Figure
          label={t("expectedCost")}
          value={<Money amount={estimate.expected_cost} short />}
          hint={t("cpmOf", { cpm: money(estimate.expected_cpm) })}
          {...(isDear && { tone: "wait" as const })}
        />
      </div>
      {campaign.budget && (
        <div className={css["budgetBar"]}>
          <Meter
            share={share(estimate.expected_cost, budget)}
            tone={isDear ? "wait" : "good"}
            label={t("costOfBudget", {
              cost: money(estimate.expected_cost),
              budget: money(budget),
            })}
          />
          <span className={css["muted"]}>
            {t("costOfBudget", { cost: money(estimate.expected_cost), budget: money(budget) })}
            {isDear ? ` · ${t("runsOut")}` : ""}
          </span>
        </div>
      )}
    </>
  );
}

const TRUST: Record<Simulation["confidence_level"], Tone> = {
  HIGH: "good",
  MEDIUM: "info",
  LOW: "wait",
};

/** The range that past campaigns speak for. */
function Simulated({ campaign }: { campaign: Campaign }) {
  const t = useWizardTexts();
  const language = useLanguage();
  const simulation = useQuery(simulationQuery(campaign)).data;
  if (!simulation) return null;
  const { estimated_impressions: plays, estimated_spend: spend, evidence } = simulation;
  const money = (amount: number) => formatMoneyShort(decimalOf(amount), language);
  const most = Math.max(1, plays.high);
  const at = (value: number) => `${(value / most) * 100}%`;
  return (
    <div className={css["range"]}>
      <div className={css["rangeHead"]}>
        <strong>{t("rangeTitle")}</strong>
        <Badge tone={TRUST[simulation.confidence_level]}>
          {t(`confidence.${simulation.confidence_level}`)}
        </Badge>
      </div>
      <div
        className={css["rangeBar"]}
        role="img"
        aria-label={t("rangeLabel", { low: plays.low, mid: plays.mid, high: plays.high })}
      >
        <span style={{ left: at(plays.low), right: 0 }} />
        <i style={{ left: at(plays.mid) }} />
      </div>
      <div className={css["rangeEnds"]}>
        {(["low", "mid", "high"] as const).map((end) => (
          <span key={end}>
            <span className={css["muted"]}>{t(`range.${end}`)}</span>
            <b>{formatCount(plays[end], language)}</b>
            <span className={css["muted"]}>{money(spend[end])}</span>
          </span>
        ))}
      </div>
      <p className={css["muted"]}>
        {t(`basis.${evidence.basis}`, { count: evidence.store_days })}{" "}
        {evidence.measured_coverage_pct !== null && evidence.measured_coverage_pct !== undefined
          ? t("heldRange", {
              held: evidence.measured_coverage_pct,
              promised: evidence.promised_coverage_pct,
            })
          : ""}{" "}
        {simulation.limited_by_budget ? t("limited") : ""}{" "}
        {evidence.new_stores > 0 ? t("newStores", { count: evidence.new_stores }) : ""}
      </p>
      <Hours simulation={simulation} />
    </div>
  );
}

function Hours({ simulation }: { simulation: Simulation }) {
  const t = useWizardTexts();
  const language = useLanguage();
  const hours = simulation.hourly_distribution;
  const most = hours.reduce((a, b) => (b.pct_impressions > a.pct_impressions ? b : a), {
    hour: 0,
    pct_impressions: 0,
    is_peak: false,
  });
  if (most.pct_impressions === 0) return null;
  return (
    <>
      <h3 className={css["small"]}>{t("hoursTitle")}</h3>
      <Bars
        height={110}
        label={t("hoursLabel", { hour: String(most.hour) })}
        bars={hours.map(({ hour, pct_impressions, is_peak }) => ({
          key: String(hour),
          name: String(hour),
          value: pct_impressions,
          isRunning: is_peak,
          title: t("hourTitle", {
            hour: String(hour).padStart(2, "0"),
            share: formatShare(pct_impressions / 100, language),
          }),
        }))}
        format={(value) => formatShare(value / 100, language, 0)}
      />
    </>
  );
}

/** The numbers behind the estimate. */
function Basis({ campaign, estimate }: { campaign: Campaign; estimate: Estimate }) {
  const t = useWizardTexts();
  const [start = "", end = ""] = [campaign.start_date, campaign.end_date];
  return (
    <details className={css["basis"]}>
      <summary>{t("restsOn")}</summary>
      <Facts
        facts={[
          [
            t("stores"),
            t("eligibleOf", {
              eligible: estimate.eligible_count,
              all: campaign.target_stores.length,
            }),
          ],
          [
            t("length"),
            t("days", { count: days(start?.slice(0, 10) ?? "", end?.slice(0, 10) ?? "") }),
          ],
          [t("byTraffic"), <Count key="traffic" value={estimate.estimated_impressions} />],
          [t("bySlots"), <Count key="slots" value={estimate.deliverable_impressions} />],
          [t("cpm"), <Money key="cpm" amount={estimate.estimated_cpm} />],
          [t("ownCpm"), <Money key="own" amount={estimate.expected_cpm} />],
        ]}
      />
      <p className={css["muted"]}>{t("restsOnText")}</p>
    </details>
  );
}
