import { formatDay } from "../../lib/dates";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Facts } from "../../ui/facts";
import { Panel } from "../../ui/panel";
import { Status, toneOf } from "../../ui/status";
import { toneClass } from "../../ui/tone";
import { Count, Money } from "../../ui/values";
import css from "./approvals.module.css";
import type { Review } from "./queries";
import { useApprovalTexts } from "./texts";

/** Who buys: how long with us, what ran before, what went wrong. */
export function Advertiser({ history }: { history: Review["advertiser"] }) {
  const t = useApprovalTexts();
  const language = useLanguage();
  const { name, status, created_at, spent, rejections } = history;
  const count = (value: number) => (value === 0 ? t("never") : <Count value={value} />);
  return (
    <Panel title={t("buyer", { name })} aside={<Status kind="PartyStatus" word={status} />}>
      <Before campaigns={history.campaigns} />
      <Facts
        facts={[
          [t("since"), formatDay(created_at, language)],
          [t("spentEver"), <Money key="spent" amount={spent} />],
          [t("disputes"), count(history.disputes)],
          [t("policyPauses"), count(history.policy_pauses)],
          [t("suspensions"), count(history.suspensions)],
          [t("rejections"), count(rejections.length)],
        ]}
      />
      {rejections.length > 0 && (
        <ul className={css["past"]}>
          {rejections.slice(0, 3).map((past) => (
            <li key={past.campaign_id + past.at}>
              <b>{past.name}</b>{" "}
              <span className={css["muted"]}>{formatDay(past.at, language)}</span>
              {past.reason && <div>{past.reason}</div>}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** The other campaigns by how they stand, as one bar. */
function Before({ campaigns }: { campaigns: Record<string, number> }) {
  const t = useApprovalTexts();
  const words = useWords();
  const rows = Object.entries(campaigns).sort(([, a], [, b]) => b - a);
  const all = rows.reduce((sum, [, count]) => sum + count, 0);
  if (all === 0) return <p className={css["muted"]}>{t("firstCampaign")}</p>;
  return (
    <div className={css["before"]}>
      <div className={css["stacked"]} aria-hidden="true">
        {rows.map(([status, count]) => (
          <span
            key={status}
            className={toneClass(toneOf("CampaignStatus", status))}
            style={{ flexGrow: count }}
          />
        ))}
      </div>
      <ul className={css["legend"]}>
        {rows.map(([status, count]) => (
          <li key={status} className={toneClass(toneOf("CampaignStatus", status))}>
            {words("CampaignStatus", status)} <b>{count}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}
