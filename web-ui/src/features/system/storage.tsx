import { useQuery } from "@tanstack/react-query";
import { formatDay, formatDayShort } from "../../lib/dates";
import { formatShare } from "../../lib/numbers";
import { formatBytes } from "../../lib/sizes";
import { useLanguage } from "../../lib/texts";
import { Bars } from "../../ui/bars";
import { Meter } from "../../ui/meter";
import { Loaded } from "../../ui/states";
import { type Storage as Found, storageQuery } from "./queries";
import css from "./system.module.css";
import { useSystemTexts } from "./texts";

/** Room on the disk, what screenshots take of what is planned, and what came by day. */
export function Storage() {
  const storage = useQuery(storageQuery);
  return <Loaded query={storage}>{(found) => <Shown found={found} />}</Loaded>;
}

function Shown({ found: { disk, screenshots, days } }: { found: Found }) {
  const t = useSystemTexts();
  const language = useLanguage();
  const bytes = (value: number) => formatBytes(value, language);
  const bars = days.map(({ date, uploaded, deleted }) => ({
    key: date,
    name: formatDayShort(date, language),
    value: uploaded.bytes,
    title: t("dayTitle", {
      day: formatDay(date, language),
      count: uploaded.count,
      bytes: bytes(uploaded.bytes),
      deleted: deleted.count,
    }),
  }));
  const { budget_bytes: budget, files } = screenshots;
  return (
    <div className={css["meters"]}>
      {disk && (
        <Room
          label={t("disk")}
          used={disk.total_bytes - disk.free_bytes}
          all={disk.total_bytes}
          isBad={disk.is_nearly_full}
          note={disk.refuses_screenshots ? t("refuses") : null}
        />
      )}
      {budget != null && (
        <Room
          label={t("budget")}
          used={files.bytes}
          all={budget}
          isBad={screenshots.is_near_budget}
          note={null}
        />
      )}
      {bars.length > 0 && (
        <div className={css["days"]}>
          <div className={css["muted"]}>{t("byDay")}</div>
          <Bars
            label={t("byDayLabel", { count: screenshots.uploaded.count })}
            bars={bars}
            height={150}
            format={bytes}
          />
        </div>
      )}
    </div>
  );
}

type RoomProps = { label: string; used: number; all: number; isBad: boolean; note: string | null };

function Room({ label, used, all, isBad, note }: RoomProps) {
  const t = useSystemTexts();
  const language = useLanguage();
  const share = all === 0 ? 0 : used / all;
  const text = t("roomText", {
    used: formatBytes(used, language),
    all: formatBytes(all, language),
    share: formatShare(share, language),
  });
  return (
    <div>
      <div className={css["room"]}>
        <span>{label}</span>
        <span className={css["muted"]}>{text}</span>
      </div>
      <Meter share={share} label={`${label}: ${text}`} {...(isBad && { tone: "bad" as const })} />
      {note && <div className={css["bad"]}>{note}</div>}
    </div>
  );
}
