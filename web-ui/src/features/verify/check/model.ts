import * as is from "./shape";

const status = is.word(["VERIFIED", "UNDER_REVIEW", "REJECTED"]);
const category = is.word([
  "PREMIUM_MALL",
  "SHOPPING_MALL",
  "SUPERMARKET",
  "DEPARTMENT_STORE",
  "CONVENIENCE_STORE",
  "GAS_STATION",
  "RESTAURANT",
  "OTHER",
]);

/** What was noticed, in the order of the bits of a leaf. */
export const FLAGS = [
  "SUSPICIOUS_LOCATION",
  "HIGH_FREQUENCY",
  "ROBOTIC_TIMING",
  "NEW_DEVICE",
  "LARGE_BUDGET",
  "CLOCK_DRIFT",
] as const;

/** What was deducted and how much, in the order of the bits of a leaf. */
export const DEDUCTIONS = [
  ["SIGNATURE_VERSION_ONE", 5n],
  ["LOCATION_MISSING", 10n],
  ["LOCATION_DISTANT", 30n],
  ["SKEW_OVER_ONE_MINUTE", 5n],
  ["SKEW_OVER_TWO_MINUTES", 10n],
  ["SKEW_OVER_FIVE_MINUTES", 20n],
  ["DELAY_OVER_TEN_MINUTES", 5n],
  ["DELAY_OVER_ONE_HOUR", 15n],
  ["PLAYED_NOT_IN_FULL", 3n],
  ["PLAYED_BELOW95_PERCENT", 5n],
  ["PLAYED_BELOW90_PERCENT", 10n],
  ["HEARTBEAT_OLD", 10n],
  ["REJECTION_RATE", 15n],
  ["ROBOTIC_TIMING", 30n],
  ["SCREENSHOT_REUSED", 40n],
] as const;

/** Kinds of daily records, by their number in the record's bytes. */
export const RECORD_KINDS = ["RECORD", "LATE", "REVIEW_RESOLVED", "CHARGEBACK"] as const;

const submission = is.object({
  signature_version: is.u8,
  impression_id: is.uuid,
  device_id: is.uuid,
  campaign_id: is.text,
  content_asset_id: is.uuid,
  variant_id: is.maybe(is.text),
  played_at: is.text,
  duration_actual: is.u32,
  screenshot_hash: is.text,
  lat_microdegrees: is.maybe(is.i32),
  lng_microdegrees: is.maybe(is.i32),
  key_id: is.maybe(is.uuid),
  counter: is.maybe(is.u64),
  sent_at: is.maybe(is.time),
  queued: is.flag,
  lease_id: is.maybe(is.uuid),
  signed_text: is.text,
  device_signature: is.text,
  proof_hash: is.text,
});

const device = is.object({
  id: is.uuid,
  name: is.text,
  store_id: is.uuid,
  store_name: is.text,
  supplier_id: is.uuid,
  key_id: is.uuid,
  public_key_pem: is.text,
  key_fingerprint: is.text,
  key_valid_from: is.time,
  key_valid_until: is.maybe(is.time),
  enrolment: is.list(is.object({ action: is.text, at: is.time, by: is.text })),
});

const verdict = is.object({
  received_at: is.time,
  status,
  checks: is.list(is.object({ check: is.text, outcome: is.text })),
  duration_expected: is.u16,
  delayed: is.flag,
  quality: is.u8,
  deductions: is.list(
    is.object({ reason: is.word(DEDUCTIONS.map(([reason]) => reason)), points: is.u8 }),
  ),
  flags: is.list(is.word(FLAGS)),
  ab_test: is.maybe(is.u32),
  ab_variant: is.maybe(is.u8),
  test_run: is.maybe(is.u8),
});

const price = is.object({
  mode: is.word(["RATE_CARD", "FIXED_CPM"]),
  rate_version: is.u32,
  rates_effective_at: is.time,
  rates: is.list(is.object({ category, peak_micros: is.i64, off_peak_micros: is.i64 })),
  category,
  is_peak: is.flag,
  base_micros: is.i64,
  daily_foot_traffic: is.u32,
  traffic_percent: is.u16,
  screen_inches_x10: is.u16,
  screen_width: is.u32,
  screen_height: is.u32,
  device_percent: is.u16,
  paid_seconds: is.u32,
  full_seconds: is.u32,
  priority: is.u8,
  priority_percent: is.u16,
  band: is.word(["PREMIUM", "STANDARD", "BASIC", "POOR"]),
  quality_percent: is.u16,
  cpm_micros: is.i64,
  cost_micros: is.i64,
});

const leg = is.object({
  debit: is.text,
  credit: is.text,
  amount_micros: is.i64,
  kind: is.text,
  at: is.time,
  transfer_id: is.maybe(is.uuid),
});

const money = is.object({
  currency: is.text,
  cost_micros: is.i64,
  charged_micros: is.i64,
  absorbed_micros: is.i64,
  supplier_percent: is.u8,
  supplier_micros: is.i64,
  platform_micros: is.i64,
  remaining_micros: is.i64,
  legs: is.list(leg),
});

const record = is.object({
  number: is.u32,
  kind: is.word(RECORD_KINDS),
  generated_at: is.time,
  previous_hash: is.text,
  hash: is.text,
  hashed: is.maybe(is.text),
});

const leaf = is.object({
  index: is.u64,
  entry: is.text,
  hash: is.text,
  inclusion: is.list(is.text),
});

const evidence = is.object({
  impression_id: is.uuid,
  made_at: is.time,
  log: is.object({ origin: is.text, key: is.text }),
  submission,
  device,
  verdict,
  price,
  money,
  daily: is.object({ day: is.day, status: is.text, records: is.list(record) }),
  leaf,
  review: is.maybe(
    is.object({
      status,
      reason: is.maybe(is.text),
      decided_at: is.time,
      decided_by: is.text,
      note: is.maybe(is.text),
    }),
  ),
  reversal: is.maybe(is.object({ reason: is.text, decided_at: is.time, leaf })),
  checkpoint: is.text,
  consistency: is.maybe(is.object({ from: is.u64, hashes: is.list(is.text) })),
});

/** The whole file. */
export const evidenceFile = is.object({ format: is.text, evidence, seal: is.text });

export type EvidenceFile = is.ValueOf<typeof evidenceFile>;
export type Evidence = EvidenceFile["evidence"];
export type Submission = Evidence["submission"];
export type Leaf = Evidence["leaf"];
export type DailyRecord = Evidence["daily"]["records"][number];
export type Leg = Evidence["money"]["legs"][number];
