import { formatExact } from "../../lib/dates";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Panel } from "../../ui/panel";
import { Empty } from "../../ui/states";
import { Money } from "../../ui/values";
import type { PlayEvidence } from "./bundle";
import css from "./disputes.module.css";
import { useDisputeTexts } from "./texts";

/** Lines that are drawn at most, those nearest to the play; the bundle has them all. */
const MOST = 16;

const ACCOUNTS = [
  "campaign:escrow",
  "campaign:review_hold",
  "supplier:pending",
  "platform:revenue",
  "platform:absorbed",
] as const;

type Props = { evidence: PlayEvidence; playedAt: string; zone: string };

/** What the screen wrote around the play, what it played, and the trail of the play. */
export function LogPanel({ evidence, playedAt, zone }: Props) {
  const t = useDisputeTexts();
  const words = useWords();
  const language = useLanguage();
  /** An account of the ledger in words; one that is not known is written as it is. */
  const account = (name: string) => {
    const kind = name.replace(/:[0-9a-f-]{36}/, "");
    const known = ACCOUNTS.find((one) => one === kind);
    return known ? t(`account.${known}`) : name;
  };
  const clock = (at: string) => formatExact(at, language, zone);
  const allLines = evidence.log?.lines ?? [];
  const allPlays = evidence.playback?.plays ?? [];
  const lines = nearest(allLines, ({ at }) => at, playedAt);
  const plays = nearest(allPlays, ({ played_at }) => played_at, playedAt);
  const trail = evidence.trail;
  return (
    <>
      <Panel title={t("deviceLog", { count: allLines.length })}>
        {lines.length === 0 ? (
          <Empty title={t("noLines")} />
        ) : (
          <ul className={css["lines"]}>
            {lines.map(({ at, level, message }, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of a kept file never move
              <li key={place} data-level={level}>
                <time dateTime={at}>{clock(at)}</time> <b>{level}</b> {message}
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel title={t("playbackLog", { count: allPlays.length })}>
        {plays.length === 0 ? (
          <Empty title={t("noPlays")} />
        ) : (
          <ul className={css["lines"]}>
            {plays.map((play, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: plays of a kept file never move
              <li key={place} data-this={play.this_one}>
                <time dateTime={play.played_at}>{clock(play.played_at)}</time>{" "}
                {play.duration_actual} s · {words("PlayStatus", play.status)} ·{" "}
                {t(play.this_one ? "thisPlay" : play.same_campaign ? "samePlay" : "otherPlay")}
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <div className={css["whole"]}>
        <Panel title={t("trail")}>
          {trail ? (
            <div className={css["trail"]}>
              <ol className={css["passed"]}>
                {trail.checks.map(({ check, outcome, message }) => (
                  <li key={check} data-outcome={outcome} title={message ?? undefined}>
                    {plain(check)}
                    <span className={css["srOnly"]}> {plain(outcome)}</span>
                  </li>
                ))}
              </ol>
              <ul className={css["legs"]}>
                {trail.transfers.map(({ debit, credit, amount }) => (
                  <li key={debit + credit}>
                    {account(debit)} → {account(credit)} <Money amount={amount} />
                  </li>
                ))}
              </ul>
            </div>
          ) : (
            <Empty title={t("noTrail")} />
          )}
        </Panel>
      </div>
    </>
  );
}

/** The rows nearest to a moment, in their order. */
function nearest<T>(rows: readonly T[], at: (row: T) => string, moment: string): readonly T[] {
  const away = (row: T) => Math.abs(Date.parse(at(row)) - Date.parse(moment));
  const kept = new Set(rows.toSorted((a, b) => away(a) - away(b)).slice(0, MOST));
  return rows.filter((row) => kept.has(row));
}

/** "Device heartbeat" of "DEVICE_HEARTBEAT". */
function plain(word: string): string {
  const text = word.toLowerCase().replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
