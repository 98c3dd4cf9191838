import { useQuery } from "@tanstack/react-query";
import { useLiveState } from "../../api/live";
import { formatClock, OWN_ZONE, zoneName } from "../../lib/dates";
import { formatMoneyShort, formatShare } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Figure } from "../../ui/figure";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Loaded } from "../../ui/states";
import { Count, Money } from "../../ui/values";
import { Checklist } from "./checklist";
import { Feed } from "./feed";
import { HoursChart } from "./hours-chart";
import { Needs } from "./needs";
import css from "./overview.module.css";
import { type Overview, overviewQuery, useLiveOverview } from "./queries";
import { type Rate as PlayRate, useRate } from "./rate";
import { Rejections } from "./rejections";
import { StopDrawer } from "./stop-drawer";
import { StoresPanel } from "./stores-panel";
import { useOverviewTexts } from "./texts";

/** The operator's first screen: is all well, and what needs me now? */
export function Page() {
  useLiveOverview();
  const overview = useQuery(overviewQuery);
  return <Loaded query={overview}>{(data) => <Board overview={data} />}</Loaded>;
}

function Board({ overview }: { overview: Overview }) {
  const t = useOverviewTexts();
  const language = useLanguage();
  const { fleet } = overview;
  const subtitle = t("subtitle", {
    time: formatClock(overview.server_time, language),
    campaigns: overview.active_campaigns,
    screens: fleet.online,
  });
  return (
    <>
      <PageTitle title={t("title")} subtitle={subtitle} actions={<StopDrawer />} />
      <Checklist />
      <Panel flush>
        <Figures overview={overview} />
      </Panel>
      <div className={css["board"]}>
        <div className={css["column"]}>
          <Panel title={t("chart")} aside={<Zone />}>
            <HoursChart hours={overview.hours} />
          </Panel>
          <StoresPanel />
        </div>
        <div className={`${css["column"]} ${css["needs"]}`}>
          <Panel title={t("needs")} flush>
            <Needs overview={overview} />
          </Panel>
          <Panel title={t("feed")} flush>
            <Feed />
          </Panel>
          <Panel title={t("rejections")}>
            <Rejections reasons={overview.today.rejections} />
          </Panel>
        </div>
      </div>
    </>
  );
}

function Zone() {
  const t = useOverviewTexts();
  return <span className={css["playWhere"]}>{t("utc", { zone: zoneName(OWN_ZONE) })}</span>;
}

function Figures({ overview }: { overview: Overview }) {
  const t = useOverviewTexts();
  const language = useLanguage();
  const { today, yesterday, waiting, fleet } = overview;
  const all = today.verified + today.rejected;
  const isDark = fleet.active > 0 && fleet.online === 0;
  return (
    <div className={css["figures"]}>
      <Rate />
      <Figure
        label={t("verified")}
        value={<Count value={today.verified} />}
        hint={t("verifiedHint", { count: yesterday.verified })}
      />
      <Figure
        label={t("rejected")}
        value={<Count value={today.rejected} />}
        hint={t("rejectedHint", { share: formatShare(all ? today.rejected / all : 0, language) })}
      />
      <Figure
        label={t("review")}
        value={<Count value={waiting.reviews} />}
        hint={t("reviewHint", { count: waiting.reviews_for_a_person })}
      />
      <Figure
        label={t("billed")}
        value={<Money amount={today.total_cost} short />}
        hint={t("billedHint", { amount: formatMoneyShort(yesterday.total_cost, language) })}
      />
      <Figure
        label={t("online")}
        value={
          <>
            <Count value={fleet.online} /> / <Count value={fleet.active} />
          </>
        }
        hint={t("onlineHint", { count: fleet.stores })}
        {...(isDark && { tone: "bad" as const })}
      />
    </div>
  );
}

/** Plays a minute; a line that is down tells of none, so that it is counted anew afterwards. */
function Rate() {
  return useLiveState() === "live" ? <Counting /> : <Paced rate={null} />;
}

function Counting() {
  return <Paced rate={useRate()} />;
}

const MINUTE = 60;

function Paced({ rate }: { rate: PlayRate | null }) {
  const t = useOverviewTexts();
  if (!rate) return <Figure label={t("perMinute")} value="–" hint={t("perMinuteWait")} />;
  const isWhole = rate.seconds >= MINUTE;
  return (
    <Figure
      label={t("perMinute")}
      value={<Count value={rate.perMinute} />}
      hint={isWhole ? t("perMinuteHint") : t("perMinuteSoFar", { seconds: rate.seconds })}
    />
  );
}
