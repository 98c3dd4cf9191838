import { useQuery } from "@tanstack/react-query";
import { formatShare } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Meter } from "../../ui/meter";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Count, useNow } from "../../ui/values";
import { sharesQuery } from "./queries";
import css from "./start.module.css";
import { daysUntil } from "./sums";
import { useStartTexts } from "./texts";

const DAYS = 7;
const MOST = 8;

/** Whose plays ran in the stores in the last days, as bars. */
export function Shares() {
  const t = useStartTexts();
  const language = useLanguage();
  const days = daysUntil(useNow(3_600_000), DAYS);
  const shares = useQuery(sharesQuery(days[0] ?? "", days.at(-1) ?? ""));
  return (
    <Panel
      title={t("shares")}
      aside={<span className={css["muted"]}>{t("lastDays", { count: DAYS })}</span>}
    >
      <Loaded
        query={shares}
        isEmpty={(rows) => rows.every(({ delivered_plays }) => delivered_plays === 0)}
        empty={<Empty title={t("noPlays")} />}
      >
        {(rows) => {
          const sorted = rows
            .filter(({ delivered_plays }) => delivered_plays > 0)
            .toSorted((a, b) => b.delivered_plays - a.delivered_plays);
          const all = sorted.reduce((sum, row) => sum + row.delivered_plays, 0);
          const rest = sorted.slice(MOST).reduce((sum, row) => sum + row.delivered_plays, 0);
          const shown = sorted.slice(0, MOST).map((row) => ({
            key: row.campaign_id,
            name: row.campaign_name,
            plays: row.delivered_plays,
          }));
          if (rest > 0) shown.push({ key: "rest", name: t("others"), plays: rest });
          const most = Math.max(1, ...shown.map(({ plays }) => plays));
          return shown.map(({ key, name, plays }) => (
            <div key={key} className={css["share"]}>
              <span className={css["name"]}>{name}</span>
              <span>
                <Count value={plays} />{" "}
                <span className={css["muted"]}>{formatShare(plays / all, language)}</span>
              </span>
              <Meter
                share={plays / most}
                label={`${name}: ${formatShare(plays / all, language)}`}
              />
            </div>
          ));
        }}
      </Loaded>
    </Panel>
  );
}
