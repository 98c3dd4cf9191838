import { expect, it } from "vitest";
import type { LiveEvent } from "../../api/live";
import { count, lateJobs, type Overview } from "./queries";

const before = {
  hours: [
    { start: "2026-02-05T01:00:00Z", verified: 4 },
    { start: "2026-02-05T02:00:00Z", verified: 1 },
  ],
  today: { verified: 5, rejected: 0, rejections: {}, total_cost: "0.1" },
} as unknown as Overview;

const play: LiveEvent<"play"> = {
  status: "VERIFIED",
  impression_id: "1",
  campaign_id: null,
  device_id: null,
  rejection_reason: null,
  cost: "0.2",
  flags: [],
};

it("a verified play counts in the running hour, with its exact cost", () => {
  const after = count(before, play);
  expect(after.hours.map(({ verified }) => verified)).toEqual([4, 2]);
  expect(after.today).toMatchObject({ verified: 6, total_cost: "0.3" });
  expect(before.today.verified).toBe(5);
});

it("a rejected play counts under its reason, one under review not yet", () => {
  const rejected = { ...play, status: "REJECTED" as const, rejection_reason: "X" };
  expect(count(count(before, rejected), rejected).today).toMatchObject({
    verified: 5,
    rejected: 2,
    rejections: { X: 2 },
  });
  expect(count(before, { ...play, status: "UNDER_REVIEW" })).toBe(before);
});

it("a job is late once its slot is more than five minutes over", () => {
  const now = "2026-02-05T02:05:00Z";
  const slots = ["2026-02-05T02:00:00Z", "2026-02-05T01:59:59Z", "2026-02-06T00:00:00Z", null];
  expect(
    lateJobs(
      slots.map((next_slot) => ({ next_slot })),
      now,
    ),
  ).toBe(1);
});
