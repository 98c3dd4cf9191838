import { formatTime } from "../../lib/dates";
import { useLanguage } from "../../lib/texts";
import type { ScreenState } from "./engine/state";
import css from "./player.module.css";
import { usePlayerTexts } from "./texts";

/** What stands on the screen while no ad does: calm, large, readable from afar. */
export function Notice(state: ScreenState) {
  const t = usePlayerTexts();
  const { title, lead } = useSayings(state);
  const { phase, name, queued, isOnline } = state;
  const isAtWork = phase === "playing" || phase === "waiting" || phase === "resting";
  return (
    <section className={css["notice"]} role="status">
      <img src="/icon.svg" alt="" className={css["mark"]} />
      <p className={css["noticeTitle"]}>{title}</p>
      {lead !== null && <p className={css["noticeLead"]}>{lead}</p>}
      {isAtWork && (
        <p className={css["line"]}>
          <span className={isOnline ? css["on"] : css["off"]} aria-hidden="true" />
          {isOnline ? t("online") : t("isOffline")}
        </p>
      )}
      {isAtWork && name !== null && (
        <p className={css["place"]}>
          <bdi>{name}</bdi>
        </p>
      )}
      {queued > 0 && <p className={css["line"]}>{t("waitingPlays", { count: queued })}</p>}
    </section>
  );
}

function useSayings({ phase, isOnline, nextAt }: ScreenState) {
  const t = usePlayerTexts();
  const language = useLanguage();
  switch (phase) {
    case "unsupported":
      return {
        title: t("unsupported"),
        lead: window.isSecureContext ? t("tooOld") : t("insecure"),
      };
    case "elsewhere":
      return { title: t("elsewhere"), lead: t("elsewhereLead") };
    case "waiting":
      return { title: t("waiting"), lead: t("waitingLead") };
    case "resting":
      return { title: t("resting"), lead: t("restingLead") };
    case "playing": {
      const next =
        nextAt === null
          ? null
          : t("next", { time: formatTime(new Date(nextAt).toISOString(), language) });
      const calm = [t("nothing"), next].filter((text) => text !== null).join(" ");
      return { title: t("ready"), lead: isOnline ? calm : t("offline") };
    }
    case "starting":
    case "enrolling":
    case "unenrolled":
    case "revoked":
      return { title: t("starting"), lead: null };
  }
}
