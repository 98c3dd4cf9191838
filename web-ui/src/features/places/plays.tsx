import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { formatDay, formatDayShort } from "../../lib/dates";
import { toNumber } from "../../lib/decimal";
import { formatCount, formatPercent } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { useLanguage } from "../../lib/texts";
import { Bars } from "../../ui/bars";
import { Meter } from "../../ui/meter";
import { Empty, Loaded } from "../../ui/states";
import css from "./places.module.css";
import { usePlaceTexts } from "./texts";
import { type DayPlays, dayPlaysQuery, type VoiceRow, voiceQuery, type Where } from "./voice";

/** Billed plays by UTC day, today hatched since it still grows. */
export function PlaysByDay({ where }: { where: Where }) {
  const query = useQuery(dayPlaysQuery(where));
  return <Loaded query={query}>{(days) => <DayBars days={days} />}</Loaded>;
}

function DayBars({ days }: { days: readonly DayPlays[] }) {
  const t = usePlaceTexts();
  const language = useLanguage();
  const total = days.reduce((sum, { plays }) => sum + plays, 0);
  if (total === 0) return <Empty title={t("noPlays")}>{t("noPlaysText")}</Empty>;
  const bars = days.map(({ day, plays, draws }, at) => ({
    key: day,
    name: formatDayShort(day, language),
    value: plays,
    title: t("dayTitle", { day: formatDay(day, language), count: plays, draws }),
    isRunning: at === days.length - 1,
  }));
  const label = t("daysLabel", { count: total, days: days.length });
  return (
    <Bars label={label} bars={bars} height={190} format={(value) => formatCount(value, language)} />
  );
}

/** So many campaigns are drawn; the others are few plays each. */
const SHOWN = 8;

/** Who fills the screens: each campaign's share of plays, with a mark where it was promised. */
export function ShareOfVoice({ where, linked }: { where: Where; linked: boolean }) {
  const t = usePlaceTexts();
  const query = useQuery(voiceQuery(where));
  return (
    <Loaded
      query={query}
      isEmpty={({ items }) => items.length === 0}
      empty={<Empty title={t("noPlays")}>{t("noPlaysText")}</Empty>}
    >
      {({ items }) => {
        const most = [...items].sort((a, b) => b.delivered_plays - a.delivered_plays);
        return (
          <>
            {most.slice(0, SHOWN).map((row) => (
              <Voice key={row.campaign_id} row={row} linked={linked} />
            ))}
            <p className={css["legend"]}>
              {most.length > SHOWN && `${t("others", { count: most.length - SHOWN })} `}
              {t("voiceLegend")}
            </p>
          </>
        );
      }}
    </Loaded>
  );
}

function Voice({ row, linked }: { row: VoiceRow; linked: boolean }) {
  const t = usePlaceTexts();
  const language = useLanguage();
  const delivered = formatPercent(row.delivered_share_pct, language);
  const promised = formatPercent(row.promised_share_pct, language);
  return (
    <div className={css["voice"]}>
      {linked ? (
        <Link to={paths.campaign(row.campaign_id)} className={css["voiceName"]}>
          {row.campaign_name}
        </Link>
      ) : (
        <span className={css["voiceName"]}>{row.campaign_name}</span>
      )}
      <span>
        {delivered}{" "}
        <span className={css["muted"]}>{t("plays", { count: row.delivered_plays })}</span>
      </span>
      <Meter
        share={toNumber(row.delivered_share_pct) / 100}
        mark={toNumber(row.promised_share_pct) / 100}
        label={t("voiceLabel", { name: row.campaign_name, delivered, promised })}
      />
    </div>
  );
}
