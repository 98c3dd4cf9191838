import { hex, readBase64, sha256 } from "../../../lib/bytes";
import { type DailyRecord, DEDUCTIONS, type Evidence } from "./model";
import { requireHash } from "./note";
import { readRecord } from "./record";
import { type Found, fail, type Report, same, says } from "./report";
import { playedAt } from "./signed";
import { dayOf, formatDay, formatTime } from "./text";

/** Flags that do not hold a play. */
const SCORE_ONLY = "CLOCK_DRIFT";

/** All checks passed, the quality is what was deducted from 100, and what was held was decided. */
export function checkVerdict({ verdict }: Evidence): Found {
  const failed = verdict.checks.find(({ outcome }) => outcome !== "PASSED");
  if (failed) throw fail("verdict.failed", { check: failed.check, outcome: failed.outcome });
  if (verdict.checks.length === 0) throw fail("verdict.none");
  const quality = verdict.deductions.reduce(
    (left, { points }) => (left > points ? left - points : 0n),
    100n,
  );
  same("quality", verdict.quality, quality);
  const known = new Map<string, bigint>(DEDUCTIONS);
  for (const { reason, points } of verdict.deductions) {
    same("points", points, known.get(reason) ?? 0n);
  }
  const isHeld = verdict.flags.some((flag) => flag !== SCORE_ONLY);
  same("status", verdict.status, isHeld ? "UNDER_REVIEW" : "VERIFIED");
  return [null, says("verdict.holds", { status: verdict.status, quality: verdict.quality })];
}

/** Hashes of record and supplements, and that they are of the play's day. */
export async function checkDaily({ daily, submission }: Evidence): Promise<Found> {
  same("day", formatDay(daily.day), formatDay(dayOf(playedAt(submission))));
  same("dayStatus", daily.status, daily.records.length === 0 ? "LIVE" : "FINAL");
  for (const [place, record] of daily.records.entries()) {
    await checkRecord(daily, place, record);
  }
  if (daily.records.length === 0) return [null, says("daily.none"), "ABSENT"];
  return [null, says("daily.holds", { records: daily.records.length })];
}

async function checkRecord(
  { day, records }: Evidence["daily"],
  place: number,
  part: DailyRecord,
): Promise<void> {
  same("recordNumber", part.number, BigInt(place));
  // A campaign without a record of the day itself has supplements only.
  if (place > 0 && part.kind === "RECORD") throw fail("daily.order");
  const hash = hex(requireHash(part.hash));
  const previous = hex(requireHash(part.previous_hash));
  const before = records[place - 1];
  if (before?.generated_at === part.generated_at) same("recordBefore", previous, before.hash);
  if (part.hashed === null) return;
  const bytes = readBase64(part.hashed);
  if (bytes === null) throw fail("record.spelling");
  same("recordHash", hex(await sha256(bytes)), hash);
  const record = readRecord(bytes);
  same("recordDay", formatDay(record.day), formatDay(day));
  same("recordNumber", record.number, part.number);
  same("recordKind", record.kind, part.kind);
  same("recordTime", record.generatedAt, part.generated_at);
  same("recordLink", record.previousHash, previous);
}

/** A play that was held was approved, unless it was taken back since. */
export async function checkReview(evidence: Evidence, report: Report): Promise<void> {
  const { review, reversal, verdict } = evidence;
  const isHeld = verdict.status === "UNDER_REVIEW";
  if (!review && !(isHeld && !reversal)) return report.absent("REVIEW", says("review.none"));
  await report.note("REVIEW", () => {
    if (!review) throw fail("review.missing");
    const at = formatTime(review.decided_at);
    if (review.decided_at < verdict.received_at) throw fail("review.early", { at });
    if (review.status !== "VERIFIED" || !isHeld) {
      throw fail("review.wrong", { status: review.status });
    }
    return [null, says("review.holds", { by: review.decided_by, at })];
  });
}
