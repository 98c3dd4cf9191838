import { z } from "zod";
import { type Decimal, readDecimal } from "../../lib/decimal";

/**
 * The evidence of a dispute as one JSON. The API document names it only as a bundle, so what is read
 * is checked here; a file that is missing or looks otherwise is shown as not there.
 */
const MEMBER = z.object({ name: z.string(), sha256: z.string(), bytes: z.number() });
const PART = z.object({
  stage: z.string(),
  folder: z.string(),
  collected_at: z.string(),
  sha256: z.string(),
  bytes: z.number(),
});
const BUNDLE = z.object({
  manifest: z.object({ parts: z.array(PART), members: z.array(MEMBER) }),
  members: z.record(z.string(), z.unknown()),
});
export type Bundle = z.infer<typeof BUNDLE>;
export type BundleMember = z.infer<typeof MEMBER>;
export type BundlePart = z.infer<typeof PART>;

const place = z.object({ lat: z.number(), lng: z.number() });
const LOCATION = z.object({
  device: place.nullish(),
  store: place.nullish(),
  distance_m: z.number().nullish(),
  near_m: z.number(),
});
const HEARTBEATS = z.object({
  from: z.string(),
  to: z.string(),
  runs: z.array(z.object({ first: z.string(), last: z.string() })),
});
const PLAYBACK = z.object({
  plays: z.array(
    z.object({
      this_one: z.boolean(),
      same_campaign: z.boolean(),
      played_at: z.string(),
      duration_actual: z.number(),
      status: z.string(),
    }),
  ),
});
const DEVICE_LOG = z.object({
  lines: z.array(z.object({ at: z.string(), level: z.string(), message: z.string().catch("") })),
});
const FINDINGS = z.object({
  recommendation: z.string(),
  findings: z.array(
    z.object({
      check: z.string(),
      verdict: z.string(),
      decides: z.boolean(),
      sentence: z.string(),
    }),
  ),
});
/** Amounts come as text, since the client keeps every digit of them. */
const amount = z
  .union([z.string(), z.number()])
  .transform((value): Decimal => readDecimal(String(value)) ?? "0");
const TRAIL = z.object({
  impression: z.object({
    played_at: z.string(),
    received_at: z.string(),
    sent_at: z.string().nullish(),
    duration_expected: z.number(),
    duration_actual: z.number(),
    charged: amount,
    supplier_revenue: amount,
    screenshot_hash: z.string().nullish(),
  }),
  checks: z
    .array(z.object({ check: z.string(), outcome: z.string(), message: z.string().nullish() }))
    .catch([]),
  transfers: z.array(z.object({ debit: z.string(), credit: z.string(), amount })).catch([]),
});
const SCREENSHOT = z.object({ sha256: z.string(), bytes: z.number(), href: z.string().optional() });
/** `billed` is money elsewhere and comes as text. */
const count = z.coerce.number();
const DAY = z.object({
  figures: z.object({
    ran: z.boolean(),
    billed: count,
    under_review: z.number(),
    refused: z.record(z.string(), z.number()),
    devices: z.array(
      z.object({
        device_id: z.string(),
        name: z.string(),
        billed: count,
        online_minutes: z.number().nullable(),
      }),
    ),
  }),
  explanation: z.array(z.string()),
});

export type Finding = z.infer<typeof FINDINGS>["findings"][number];
export type DayFacts = z.infer<typeof DAY>;
export type Place = z.infer<typeof LOCATION>;
export type Trail = z.infer<typeof TRAIL>;

/** Everything that the bundle holds about one play; null where a file is not there. */
export type PlayEvidence = {
  trail: Trail | null;
  location: Place | null;
  heartbeats: z.infer<typeof HEARTBEATS> | null;
  playback: z.infer<typeof PLAYBACK> | null;
  log: z.infer<typeof DEVICE_LOG> | null;
  findings: z.infer<typeof FINDINGS> | null;
  screenshot: z.infer<typeof SCREENSHOT> | null;
};

export function readBundle(json: unknown): Bundle {
  return BUNDLE.parse(json);
}

/** The newest step first: what was uploaded meanwhile counts. */
const FOLDERS = ["investigation", "opened"] as const;

function read<T>(bundle: Bundle, path: string, schema: z.ZodType<T>): T | null {
  for (const folder of FOLDERS) {
    const found = schema.safeParse(bundle.members[`${folder}/${path}`]);
    if (found.success) return found.data;
  }
  return null;
}

export function playEvidence(bundle: Bundle, id: string): PlayEvidence {
  const of = <T>(name: string, schema: z.ZodType<T>) => read(bundle, `plays/${id}/${name}`, schema);
  return {
    trail: of("trail.json", TRAIL),
    location: of("location.json", LOCATION),
    heartbeats: of("heartbeats.json", HEARTBEATS),
    playback: of("playback-log.json", PLAYBACK),
    log: of("device-log.json", DEVICE_LOG),
    findings: of("findings.json", FINDINGS),
    screenshot: of("screenshot.jpg", SCREENSHOT),
  };
}

export function dayEvidence(bundle: Bundle): DayFacts | null {
  return read(bundle, "day.json", DAY);
}
