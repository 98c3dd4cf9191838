import type { CSSProperties } from "react";
import { formatExact, formatTime } from "../../lib/dates";
import { useLanguage } from "../../lib/texts";
import { Panel } from "../../ui/panel";
import { Empty } from "../../ui/states";
import { type Tone, toneClass } from "../../ui/tone";
import type { PlayEvidence } from "./bundle";
import css from "./disputes.module.css";
import type { DisputedPlay } from "./queries";
import { useDisputeTexts } from "./texts";

type Props = { play: DisputedPlay; evidence: PlayEvidence; zone: string };
type Span = { key: string; from: number; to: number; tone: Tone; title: string };

const SECOND = 1000;
const LEVELS: Readonly<Record<string, Tone>> = { ERROR: "bad", WARN: "wait" };

/** The minutes around a play as a strip: signals of the screen, its plays, its log. */
export function Around({ play, evidence, zone }: Props) {
  const t = useDisputeTexts();
  const language = useLanguage();
  const { heartbeats, playback, log } = evidence;
  if (!heartbeats) {
    return (
      <Panel title={t("around")}>
        <Empty title={t("noLogs")} />
      </Panel>
    );
  }
  const from = Date.parse(heartbeats.from);
  const to = Math.max(from + 1, Date.parse(heartbeats.to));
  const clock = (at: string) => formatExact(at, language, zone);
  const signals = heartbeats.runs.map(({ first, last }) => ({
    key: first,
    from: Date.parse(first),
    to: Date.parse(last),
    tone: "good" as const,
    title: t("heard", { from: clock(first), to: clock(last) }),
  }));
  const plays = (playback?.plays ?? []).map((other) => {
    const end = Date.parse(other.played_at);
    const kind = other.this_one ? "thisPlay" : other.same_campaign ? "samePlay" : "otherPlay";
    return {
      key: `${other.played_at}${kind}`,
      from: end - other.duration_actual * SECOND,
      to: end,
      tone: other.this_one ? ("info" as const) : other.same_campaign ? "wait" : "quiet",
      title: `${t(kind)}: ${clock(other.played_at)}, ${other.duration_actual} s`,
    } satisfies Span;
  });
  const lines = (log?.lines ?? []).map(({ at, level, message }, place) => ({
    key: `${at}${place}`,
    from: Date.parse(at),
    to: Date.parse(at),
    tone: LEVELS[level] ?? ("quiet" as const),
    title: `${clock(at)} ${level}: ${message}`,
  }));
  const at = (Date.parse(play.played_at) - from) / (to - from);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) =>
    formatTime(new Date(from + (to - from) * part).toISOString(), language, zone),
  );
  const rows = [
    { name: t("signals"), spans: signals, none: t("silent") },
    { name: t("plays"), spans: plays, none: t("noPlays") },
    { name: t("log"), spans: lines, none: t("noLines") },
  ];
  return (
    <Panel title={t("around")}>
      <div className={css["strips"]}>
        {rows.map(({ name, spans, none }) => (
          <div key={name} className={css["stripRow"]}>
            <span className={css["muted"]}>{name}</span>
            <div
              className={css["strip"]}
              role="img"
              aria-label={spans.length === 0 ? none : spans.map(({ title }) => title).join("; ")}
            >
              {spans.length === 0 && <span className={css["stripNone"]}>{none}</span>}
              {spans.map((span) => (
                <span
                  key={span.key}
                  title={span.title}
                  className={`${css["span"]} ${toneClass(span.tone)}`}
                  style={placed(span, from, to)}
                />
              ))}
              <span className={css["moment"]} style={{ "--at": `${at * 100}%` } as CSSProperties} />
            </div>
          </div>
        ))}
        <div className={css["stripRow"]} aria-hidden="true">
          <span />
          <div className={css["ticks"]}>
            {ticks.map((tick, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: ticks stand at fixed places
              <span key={place}>{tick}</span>
            ))}
          </div>
        </div>
      </div>
    </Panel>
  );
}

function placed(span: Span, from: number, to: number): CSSProperties {
  const part = (at: number) => Math.min(1, Math.max(0, (at - from) / (to - from)));
  const [left, right] = [part(span.from), part(span.to)];
  return { "--from": `${left * 100}%`, "--wide": `${(right - left) * 100}%` } as CSSProperties;
}
