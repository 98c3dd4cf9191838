import { useState } from "react";
import { useLive } from "../../api/live";
import { useNow } from "../../ui/values";

const SECOND = 1000;
const MINUTE = 60;
/** Before so many seconds, a rate would be a guess. */
const ENOUGH = 10;

/** Plays by the second in which they were heard, of the last minute, and since when it is heard. */
export type Heard = { since: number; seconds: ReadonlyMap<number, number> };

/** A rate, and how many seconds it rests on. */
export type Rate = { perMinute: number; seconds: number };

export function nothingHeard(since: number): Heard {
  return { since, seconds: new Map() };
}

/** With so many plays more, that were heard now. */
export function withPlays({ since, seconds }: Heard, plays: number, now: number): Heard {
  const second = Math.floor(now / SECOND);
  const kept = [...seconds].filter(([one]) => second - one < MINUTE);
  return { since, seconds: new Map(kept).set(second, (seconds.get(second) ?? 0) + plays) };
}

/** Plays of the last minute; before a minute is over, at the pace so far, and null at first. */
export function rateOf({ since, seconds }: Heard, now: number): Rate | null {
  const watched = Math.min(MINUTE, Math.floor((now - since) / SECOND));
  if (watched < ENOUGH) return null;
  const last = Math.floor(now / SECOND);
  let plays = 0;
  for (const [second, count] of seconds) if (last - second < MINUTE) plays += count;
  return { perMinute: Math.round((plays * MINUTE) / watched), seconds: watched };
}

/** The plays a minute that the stream tells of, from now on. */
export function useRate(): Rate | null {
  const [heard, setHeard] = useState(() => nothingHeard(Date.now()));
  useLive("play", (plays) => setHeard((before) => withPlays(before, plays.length, Date.now())));
  return rateOf(heard, useNow(SECOND));
}
