import { useEffect, useRef } from "react";
import { registerWorker } from "./boot";
import { Controls } from "./controls";
import type { ScreenState } from "./engine/state";
import { Enrol } from "./enrol";
import { Notice } from "./notice";
import css from "./player.module.css";
import { usePlayerTexts } from "./texts";
import { isKiosk, useAttention, useScreen, useWakeLock } from "./use-screen";

/** How long the controls stay after the last movement. */
const ATTENTION = 4000;

/** A tab as a screen: black, the ad on it, and words only where there is none. */
export function Page() {
  const t = usePlayerTexts();
  const stage = useRef<HTMLDivElement>(null);
  const { screen, state } = useScreen(stage);
  const isAttended = useAttention(ATTENTION);
  useWakeLock();
  useEffect(registerWorker, []);
  const name = state.name ?? t("title");
  useEffect(() => {
    document.title = `${name} · Vetrina`;
  }, [name]);
  const isShowing = state.showing !== null;
  const className = [css["screen"], isShowing && !isAttended && css["unattended"]];
  return (
    <main className={className.filter(Boolean).join(" ")}>
      <h1 className={css["hidden"]}>{name}</h1>
      <div
        ref={stage}
        className={css["stage"]}
        role="img"
        aria-label={t("advertising")}
        aria-hidden={!isShowing}
        data-campaign={state.showing ?? undefined}
      />
      {!isShowing &&
        (needsToken(state) ? <Enrol state={state} screen={screen} /> : <Notice {...state} />)}
      {screen && hasControls(state) && (
        <Controls state={state} isShown={isAttended} onForget={() => screen.forget()} />
      )}
    </main>
  );
}

function needsToken({ phase }: ScreenState): boolean {
  return phase === "unenrolled" || phase === "enrolling" || phase === "revoked";
}

function hasControls({ phase }: ScreenState): boolean {
  if (isKiosk()) return false;
  return phase === "playing" || phase === "waiting" || phase === "resting";
}
