import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { campaignsQuery, type Device } from "../../../api/catalog";
import type { Schema } from "../../../api/client";
import { useHasRole } from "../../../api/session";
import { formatDuration } from "../../../lib/dates";
import { formatDecimal, formatShare } from "../../../lib/numbers";
import { paths } from "../../../lib/paths";
import { OPERATOR } from "../../../lib/roles";
import { useLanguage } from "../../../lib/texts";
import { useWords } from "../../../lib/words";
import { Badge } from "../../../ui/badge";
import { Figure } from "../../../ui/figure";
import { Panel } from "../../../ui/panel";
import { Empty, Loaded } from "../../../ui/states";
import { Status } from "../../../ui/status";
import type { Tone } from "../../../ui/tone";
import { Ago, Count, Money, useNow } from "../../../ui/values";
import { shareOfTime } from "../days";
import css from "../places.module.css";
import { PlaysByDay, ShareOfVoice } from "../plays";
import { usePlaceTexts } from "../texts";
import { dayPlaysQuery } from "../voice";
import {
  type HeardPlay,
  type Held,
  heldQuery,
  playLinesQuery,
  useHeardPlays,
  useNamed,
} from "./queries";
import { useDevicePageTexts } from "./texts";

/** How the screen does: heartbeat, clock, plays, content. */
export function Overview({ device }: { device: Device }) {
  const t = useDevicePageTexts();
  const places = usePlaceTexts();
  const isOperator = useHasRole(OPERATOR);
  const where = { device: device.id };
  return (
    <>
      <Panel flush>
        <Figures device={device} />
      </Panel>
      <div className={css["halves"]}>
        <div className={css["stack"]}>
          <Panel
            title={t("playsByDay")}
            aside={<span className={css["muted"]}>{places("utcDays")}</span>}
          >
            <PlaysByDay where={where} />
          </Panel>
          <Panel
            title={t("whatItPlays")}
            aside={<span className={css["muted"]}>{places("utcDays")}</span>}
          >
            <ShareOfVoice where={where} linked={isOperator} />
          </Panel>
        </div>
        <div className={css["stack"]}>
          <Panel title={t("feed")} flush>
            <Feed device={device} />
          </Panel>
          {isOperator && (
            <Panel title={t("held")} flush>
              <HeldList device={device} />
            </Panel>
          )}
        </div>
      </div>
    </>
  );
}

/** Clocks nearer than this are right. */
const SECOND = 1000;

function Figures({ device }: { device: Device }) {
  const t = useDevicePageTexts();
  const language = useLanguage();
  const days = useQuery(dayPlaysQuery({ device: device.id })).data;
  const { last_heartbeat, last_skew_ms: skew, clock_troubles_24h, screenshots } = device;
  const isLost = device.status === "ACTIVE" && !device.online;
  const isOff = skew !== null && skew !== undefined && Math.abs(skew) >= 5 * SECOND;
  return (
    <div className={css["figures"]}>
      <Figure
        label={t("heard")}
        value={last_heartbeat ? <Ago at={last_heartbeat} /> : t("never")}
        {...(isLost && { tone: "bad" as const })}
      />
      <Figure
        label={t("clock")}
        value={
          skew === null || skew === undefined
            ? "–"
            : Math.abs(skew) < SECOND
              ? t("right")
              : t("skew", { seconds: formatDecimal(skew / SECOND, language, 1) })
        }
        hint={t("clockHint", { count: clock_troubles_24h })}
        {...(isOff && { tone: "bad" as const })}
      />
      <Uptime device={device} />
      <Figure
        label={t("plays")}
        value={days ? <Count value={days.reduce((sum, { plays }) => sum + plays, 0)} /> : "…"}
        hint={t("playsHint", { count: days?.at(-1)?.plays ?? 0 })}
      />
      {screenshots && (
        <Figure
          label={t("pictures")}
          value={
            screenshots.upload_rate_24h_pct == null
              ? "–"
              : formatShare(screenshots.upload_rate_24h_pct / 100, language)
          }
          hint={t("picturesHint", {
            uploaded: screenshots.uploaded_24h,
            count: screenshots.accepted_plays_24h,
          })}
        />
      )}
    </div>
  );
}

function Uptime({ device }: { device: Device }) {
  const t = useDevicePageTexts();
  const language = useLanguage();
  const now = useNow(60_000);
  const seconds = device.uptime_seconds;
  if (seconds === null || seconds === undefined) return null;
  const share = shareOfTime(seconds, device.created_at, now);
  return (
    <Figure
      label={t("uptime")}
      value={share === null ? "–" : formatShare(share, language)}
      hint={t("uptimeHint", { time: formatDuration(seconds, language) })}
    />
  );
}

const SHARES: Record<"PENDING" | "ACKED" | "FAILED", Tone> = {
  PENDING: "wait",
  ACKED: "good",
  FAILED: "bad",
};

/** How the content of each running campaign stands here. */
function HeldList({ device }: { device: Device }) {
  const t = useDevicePageTexts();
  const held = useQuery(heldQuery(device));
  return (
    <Loaded
      query={held}
      isEmpty={(rows) => rows.length === 0}
      empty={<Empty title={t("nothingHeld")}>{t("nothingHeldText")}</Empty>}
    >
      {(rows) => rows.map((row) => <HeldRow key={row.campaignId} row={row} />)}
    </Loaded>
  );
}

function HeldRow({ row: { campaignId, name, share } }: { row: Held }) {
  const t = useDevicePageTexts();
  const { status, changed_at, reason } = share;
  return (
    <div className={css["row"]}>
      <span className={css["rowText"]}>
        <Link to={paths.campaign(campaignId)}>{name}</Link>
        {reason && <div className={css["muted"]}>{reason}</div>}
      </span>
      <span className={css["rowEnd"]}>
        {changed_at && (
          <span className={css["muted"]}>
            <Ago at={changed_at} />
          </span>
        )}
        <Badge tone={status ? SHARES[status] : "quiet"}>{t(`share.${status ?? "NONE"}`)}</Badge>
      </span>
    </div>
  );
}

/** Plays that the list shows. */
const SHOWN = 10;

/** Plays as they come; below them what the screen wrote down of the ones before. */
function Feed({ device }: { device: Device }) {
  const t = useDevicePageTexts();
  const plays = useHeardPlays(device.id).slice(0, SHOWN);
  const lines = useQuery(playLinesQuery(device.id)).data ?? [];
  const isOperator = useHasRole(OPERATOR);
  const campaigns = useQuery({ ...campaignsQuery, enabled: isOperator }).data;
  const names = new Map(campaigns?.map(({ id, name }) => [id, name]));
  const heard = new Set(plays.map(({ impression_id }) => impression_id));
  const before = lines
    .filter(({ impression_id }) => !impression_id || !heard.has(impression_id))
    .slice(0, SHOWN - plays.length);
  if (plays.length + before.length === 0) {
    return <Empty title={t("noFeed")}>{t("noFeedText")}</Empty>;
  }
  return (
    <>
      {plays.map((play) => (
        <FeedRow
          key={`${play.impression_id}-${play.status}`}
          play={play}
          name={names.get(play.campaign_id ?? "")}
        />
      ))}
      {before.map((line) => (
        <LineRow key={`${line.at}-${line.impression_id ?? line.message}`} line={line} />
      ))}
    </>
  );
}

/** A play as the screen wrote it down. */
function LineRow({ line }: { line: Schema<"LogEntry"> }) {
  const t = useDevicePageTexts();
  const named = useNamed();
  return (
    <div className={css["row"]}>
      <span className={css["rowText"]}>
        {named(line.message)}
        <div className={css["muted"]}>
          <Ago at={line.at} />
        </div>
      </span>
      {line.impression_id && (
        <span className={css["rowEnd"]}>
          <Link to={paths.impression(line.impression_id)}>{t("evidence")}</Link>
        </span>
      )}
    </div>
  );
}

function FeedRow({ play, name }: { play: HeardPlay; name: string | undefined }) {
  const t = useDevicePageTexts();
  const words = useWords();
  return (
    <div className={css["row"]}>
      <span className={css["rowText"]}>
        <Link to={paths.impression(play.impression_id)}>{name ?? t("aPlay")}</Link>
        <div className={css["muted"]}>
          <Ago at={new Date(play.heardAt).toISOString()} />
          {play.rejection_reason && ` · ${words("Rejection", play.rejection_reason)}`}
        </div>
      </span>
      <span className={css["rowEnd"]}>
        {play.status === "VERIFIED" && <Money amount={play.cost} />}
        <Status kind="PlayStatus" word={play.status} />
      </span>
    </div>
  );
}
