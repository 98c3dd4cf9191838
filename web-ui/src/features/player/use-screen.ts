import { type RefObject, useEffect, useState, useSyncExternalStore } from "react";
import { Screen } from "./engine/screen";
import type { ScreenState } from "./engine/state";
import { takeToken } from "./token";

const NOTHING: ScreenState = {
  phase: "starting",
  isOnline: false,
  name: null,
  showing: null,
  queued: 0,
  nextAt: null,
  problem: null,
};
const never = () => () => {};

/** The screen that this tab is, at work as long as the page is open, in that part of it. */
export function useScreen(host: RefObject<HTMLElement | null>) {
  const [screen, setScreen] = useState<Screen | null>(null);
  const [token] = useState(() => takeToken(location, history));
  const [fault, setFault] = useState<Error | null>(null);
  useEffect(() => {
    if (!host.current) return;
    const work = new AbortController();
    const next = new Screen(host.current, token);
    setScreen(next);
    next.run(work.signal).catch((error: unknown) => setFault(asError(error)));
    return () => work.abort();
  }, [host, token]);
  const state = useSyncExternalStore(
    screen?.state.watch ?? never,
    () => screen?.state.get() ?? NOTHING,
  );
  if (fault) throw fault;
  return { screen, state };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Keeps the display from going to sleep while the page is seen. */
export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    const ask = async () => {
      if (document.hidden || !("wakeLock" in navigator)) return;
      // Refused on a low battery, for example; the screen plays all the same.
      lock = await navigator.wakeLock.request("screen").catch(() => null);
    };
    const see = () => void ask();
    see();
    document.addEventListener("visibilitychange", see);
    return () => {
      document.removeEventListener("visibilitychange", see);
      void lock?.release();
    };
  }, []);
}

/** Whether the browser was started as a kiosk, whose screen anybody may touch. */
export function isKiosk(): boolean {
  return document.fullscreenElement === null && matchMedia("(display-mode: fullscreen)").matches;
}

/** Whether the page fills the display, and how to change that. */
export function useFullScreen() {
  const isFull = useSyncExternalStore(
    (watcher) => {
      document.addEventListener("fullscreenchange", watcher);
      return () => document.removeEventListener("fullscreenchange", watcher);
    },
    () => document.fullscreenElement !== null,
  );
  const toggle = () => {
    const change = isFull
      ? document.exitFullscreen()
      : document.documentElement.requestFullscreen();
    // The browser may say no; nothing is lost by that.
    change.catch(() => {});
  };
  return { isFull, toggle };
}

/** True for a while after somebody moved, touched or pressed something. */
export function useAttention(forMs: number): boolean {
  const [isThere, setIsThere] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const notice = () => {
      setIsThere(true);
      clearTimeout(timer);
      timer = setTimeout(() => setIsThere(false), forMs);
    };
    const kinds = ["pointermove", "pointerdown", "keydown", "focusin"] as const;
    for (const kind of kinds) window.addEventListener(kind, notice);
    return () => {
      clearTimeout(timer);
      for (const kind of kinds) window.removeEventListener(kind, notice);
    };
  }, [forMs]);
  return isThere;
}
