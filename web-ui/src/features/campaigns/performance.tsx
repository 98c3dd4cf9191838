import { useQuery } from "@tanstack/react-query";
import type { Campaign, CampaignStatus } from "../../api/catalog";
import { formatDuration } from "../../lib/dates";
import { formatCount, formatMoney, formatMoneyShort, formatShare } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Bars } from "../../ui/bars";
import { Figure } from "../../ui/figure";
import { Meter } from "../../ui/meter";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import { Count, Money } from "../../ui/values";
import css from "./campaigns.module.css";
import { proofQuery, type Stats, statsQuery } from "./queries";
import { SpendChart } from "./spend-chart";
import { useCampaignTexts } from "./texts";

/** How it does: figures, spend against plan, hours, places. */
export function Performance({ campaign }: { campaign: Campaign }) {
  const t = useCampaignTexts();
  const stats = useQuery(statsQuery(campaign.id));
  return (
    <div className={css["stack"]}>
      <Panel flush>
        <Loaded query={stats}>{(found) => <Figures campaign={campaign} stats={found} />}</Loaded>
      </Panel>
      {campaign.activated_at ? (
        <div className={css["halves"]}>
          <div className={css["stack"]}>
            <Panel title={t("chart")}>
              <SpendChart campaign={campaign} />
            </Panel>
            <Hours campaign={campaign} activated={campaign.activated_at} />
          </div>
          <Where campaign={campaign} activated={campaign.activated_at} />
        </div>
      ) : (
        <Panel title={t("chart")}>
          <Empty title={t("noCpm")}>{t("noChart")}</Empty>
        </Panel>
      )}
    </div>
  );
}

/** A campaign that is over is no longer on any track. */
const RUNS: readonly CampaignStatus[] = ["ACTIVE", "PAUSED"];

function Figures({ campaign, stats }: { campaign: Campaign; stats: Stats }) {
  const t = useCampaignTexts();
  const language = useLanguage();
  const money = (amount: Stats["spent"]) => formatMoneyShort(amount, language);
  const all = stats.verified + stats.rejected;
  const rejected = formatShare(all ? stats.rejected / all : 0, language);
  return (
    <div className={css["figures"]}>
      <Figure
        label={t("verified")}
        value={<Count value={stats.verified} />}
        hint={t("verifiedHint", { count: stats.under_review })}
      />
      <Figure
        label={t("spent")}
        value={<Money amount={stats.spent} short />}
        hint={t("spentHint", { amount: money(stats.daily_spent) })}
      />
      <Figure
        label={t("remaining")}
        value={<Money amount={stats.remaining_budget} short />}
        hint={t("remainingHint", { budget: money(campaign.budget ?? "0") })}
      />
      <Figure
        label={t("cpm")}
        value={stats.effective_cpm ? <Money amount={stats.effective_cpm} short /> : "–"}
        hint={
          stats.estimated_cpm
            ? t("cpmHint", { cpm: formatMoney(stats.estimated_cpm, language) })
            : t("noCpm")
        }
      />
      <Figure
        label={t("rejected")}
        value={<Count value={stats.rejected} />}
        hint={t("rejectedHint", { share: rejected })}
      />
      {stats.health && RUNS.includes(campaign.status) && (
        <Figure
          label={t("spend")}
          value={<Status kind="Health" word={stats.health} />}
          hint={
            stats.offline_seconds > 0 &&
            t("offlineOut", { time: formatDuration(stats.offline_seconds, language) })
          }
        />
      )}
    </div>
  );
}

/** The days that a report may cover: from the first to today or the end. */
function useProof(campaign: Campaign, activated: string) {
  const today = new Date().toISOString();
  const to = [campaign.completed_at ?? today, today].sort()[0] ?? today;
  return useQuery(proofQuery(campaign.id, activated.slice(0, 10), to.slice(0, 10)));
}

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));

function Hours({ campaign, activated }: { campaign: Campaign; activated: string }) {
  const t = useCampaignTexts();
  const language = useLanguage();
  const proof = useProof(campaign, activated);
  return (
    <Panel title={t("hours")}>
      <Loaded query={proof}>
        {({ hourly_breakdown_local: counts }) => {
          const bars = HOURS.map((hour) => {
            const value = counts[hour] ?? 0;
            return { key: hour, name: hour, value, title: t("hourTitle", { hour, count: value }) };
          });
          const most = bars.reduce((a, b) => (b.value > a.value ? b : a));
          return (
            <Bars
              height={170}
              bars={bars}
              label={t("hoursLabel", { hour: most.name })}
              format={(value) => formatCount(value, language)}
            />
          );
        }}
      </Loaded>
    </Panel>
  );
}

function Where({ campaign, activated }: { campaign: Campaign; activated: string }) {
  const t = useCampaignTexts();
  const language = useLanguage();
  const proof = useProof(campaign, activated);
  return (
    <Panel title={t("where")}>
      <Loaded
        query={proof}
        isEmpty={({ geographic_breakdown: { stores } }) => stores.length === 0}
        empty={<Empty title={t("noCpm")} />}
      >
        {({ geographic_breakdown: { stores }, total_impressions }) => {
          const most = stores[0]?.impressions ?? 1;
          return stores.map(({ store_id, name, impressions }) => (
            <div key={store_id} className={css["place"]}>
              <span>{name}</span>
              <span>
                <Count value={impressions} />{" "}
                <span className={css["muted"]}>
                  {formatShare(impressions / total_impressions, language)}
                </span>
              </span>
              <Meter share={impressions / most} label={`${name}: ${impressions}`} />
            </div>
          ));
        }}
      </Loaded>
    </Panel>
  );
}
