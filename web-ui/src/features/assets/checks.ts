/** What a screen can show: the same rules as the appliance's, so that nobody uploads in vain. */
export const RULES = {
  types: ["image/jpeg", "image/png", "video/mp4"],
  longSide: 1920,
  shortSide: 1080,
  bytes: 50 * 1024 * 1024,
  seconds: [10, 60],
} as const;

/** What is known of a file; null where the browser could not tell. */
export type FileFacts = {
  type: string;
  bytes: number;
  width: number | null;
  height: number | null;
  /** Length of a film; null for a picture. */
  seconds: number | null;
};

export const CHECKS = ["type", "size", "pixels", "length"] as const;
export type CheckName = (typeof CHECKS)[number];

/** Passed, failed, or null where it could not be looked at here; the appliance looks again. */
export type Check = { name: CheckName; passed: boolean | null };

export function checksOf(facts: FileFacts): Check[] {
  const isFilm = facts.type.startsWith("video/");
  const checks: Check[] = [
    { name: "type", passed: RULES.types.some((type) => type === facts.type) },
    { name: "size", passed: facts.bytes > 0 && facts.bytes <= RULES.bytes },
    { name: "pixels", passed: areEnough(facts.width, facts.height) },
  ];
  if (isFilm) checks.push({ name: "length", passed: isGoodLength(facts.seconds) });
  return checks;
}

/** Whether the appliance would refuse it for certain; how large files may be is its own setting. */
export function isHopeless(checks: readonly Check[]): boolean {
  return checks.some(({ name, passed }) => passed === false && name !== "size");
}

/** Full HD at least, in either orientation. */
function areEnough(width: number | null, height: number | null): boolean | null {
  if (width === null || height === null) return null;
  const [short, long] = width < height ? [width, height] : [height, width];
  return long >= RULES.longSide && short >= RULES.shortSide;
}

function isGoodLength(seconds: number | null): boolean | null {
  if (seconds === null) return null;
  const [shortest, longest] = RULES.seconds;
  const whole = Math.round(seconds);
  return whole >= shortest && whole <= longest;
}
