import { capture, type Size } from "./frame";
import type { Ad, Frame } from "./types";
import { sleep } from "./waiting";

/** What lies on this machine and does not come in this time never comes. */
const PATIENCE = 15_000;

/** Something that can be shown, loaded and not shown yet. */
type Shown = { element: HTMLImageElement | HTMLVideoElement; url: string; size: Size };

/** The part of the page that ads are shown in. What is on it stays until the next one is ready. */
export class Stage {
  #shown: Shown | null = null;

  constructor(private readonly host: HTMLElement) {}

  /** Loads a file and puts it on the screen at its beginning; fails where `end` cuts it off. */
  async show(kind: Ad["kind"], file: Blob, end: AbortSignal): Promise<void> {
    const url = URL.createObjectURL(file);
    try {
      const next = await inTime(load(kind, url), end);
      this.host.append(next.element);
      if (next.element instanceof HTMLVideoElement) await inTime(next.element.play(), end);
      this.#remove();
      this.#shown = { ...next, url };
    } catch (error) {
      URL.revokeObjectURL(url);
      this.host.replaceChildren(...(this.#shown ? [this.#shown.element] : []));
      throw error;
    }
  }

  /** What is on the screen now. */
  capture(note: string): Promise<Frame> {
    if (!this.#shown) return Promise.reject(new Error("nothing is on the screen"));
    const ratio = window.devicePixelRatio;
    const { clientWidth, clientHeight } = this.host;
    const screen = { width: clientWidth * ratio, height: clientHeight * ratio };
    return capture(this.#shown.element, this.#shown.size, screen, note);
  }

  /** How much of so many seconds was seen: a film that hangs shows no more than it got to. */
  watched(seconds: number): number {
    const film = this.#shown?.element;
    if (!(film instanceof HTMLVideoElement) || film.ended) return seconds;
    return film.currentTime + 0.5 >= film.duration ? seconds : Math.min(seconds, film.currentTime);
  }

  /** Seconds of a film that are still to come. */
  rest(): number {
    const film = this.#shown?.element;
    if (!(film instanceof HTMLVideoElement) || film.ended) return 0;
    return Math.max(0, film.duration - film.currentTime) || 0;
  }

  /** Takes everything off the screen. */
  clear(): void {
    this.#remove();
  }

  #remove(): void {
    if (!this.#shown) return;
    const { element, url } = this.#shown;
    if (element instanceof HTMLVideoElement) element.pause();
    element.remove();
    URL.revokeObjectURL(url);
    this.#shown = null;
  }
}

/** What a step came to, unless it is cut off or lasts too long: a screen must not stand still. */
async function inTime<T>(step: Promise<T>, end: AbortSignal): Promise<T> {
  const done = new AbortController();
  const over = sleep(PATIENCE, AbortSignal.any([end, done.signal])).then(() => {
    throw new Error(end.aborted ? "it was cut off" : "it did not begin in time");
  });
  try {
    return await Promise.race([step, over]);
  } finally {
    done.abort();
  }
}

function load(kind: Ad["kind"], url: string): Promise<Omit<Shown, "url">> {
  return kind === "VIDEO" ? video(url) : image(url);
}

async function image(url: string) {
  const element = new Image();
  // The stage around it has the words.
  element.alt = "";
  element.src = url;
  await element.decode();
  return { element, size: { width: element.naturalWidth, height: element.naturalHeight } };
}

async function video(url: string) {
  const element = document.createElement("video");
  element.muted = true;
  element.playsInline = true;
  element.preload = "auto";
  element.src = url;
  await new Promise<void>((resolve, reject) => {
    element.oncanplay = () => resolve();
    element.onerror = () => reject(new Error(element.error?.message ?? "the film cannot be read"));
  });
  return { element, size: { width: element.videoWidth, height: element.videoHeight } };
}
