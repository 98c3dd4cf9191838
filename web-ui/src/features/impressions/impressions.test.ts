import { expect, it } from "vitest";
import { distanceOf } from "./distance";
import { type Filter, isFiltered, isWanted, localDay } from "./filter";
import type { Play, Trail } from "./queries";
import { accountOf, storyOf } from "./story";

const PLAY = {
  status: "VERIFIED",
  store_id: "s1",
  played_at: "2026-02-05T18:30:00Z",
  sent_at: "2026-02-05T18:30:01Z",
  received_at: "2026-02-05T18:29:59Z",
  proof_available: false,
} as Play;
type Review = NonNullable<Trail["review"]>;
const ALL: Filter = { campaign: "c", status: "ALL", store: "", day: "", picture: false };
const saigon = () => "Asia/Ho_Chi_Minh";

it("a day is the day of the store's clock", () => {
  expect(localDay(PLAY.played_at, "UTC")).toBe("2026-02-05");
  expect(isWanted(PLAY, { ...ALL, day: "2026-02-06" }, saigon)).toBe(true);
  expect(isWanted(PLAY, { ...ALL, day: "2026-02-05" }, saigon)).toBe(false);
});

it("filters leave out what does not fit", () => {
  expect(isWanted(PLAY, ALL, saigon)).toBe(true);
  for (const part of [{ status: "REJECTED" }, { store: "s2" }, { picture: true }] as const) {
    const filter: Filter = { ...ALL, ...part };
    expect(isWanted(PLAY, filter, saigon)).toBe(false);
    expect(isFiltered(filter)).toBe(true);
  }
  expect(isFiltered(ALL)).toBe(false);
});

function story(play: Partial<Play>, more: Partial<Trail> = {}): string[] {
  return storyOf({ impression: { ...PLAY, ...play }, ...more } as Trail).map(({ name }) => name);
}

it("tells what happened in its order, whatever the device's clock said", () => {
  expect(story({})).toEqual(["played", "sent", "received", "billed"]);
  expect(story({ status: "REJECTED" })).toEqual(["played", "sent", "received", "rejected"]);
  expect(story({ status: "UNDER_REVIEW" }).at(-1)).toBe("held");
  const decided = {
    decided_at: "2026-02-06T00:00:00Z",
    decided_by: "system",
    reason: null,
    note: null,
  };
  const approved = { ...decided, status: "VERIFIED" } as Review;
  expect(story({ screenshot_uploaded_at: "2026-02-05T18:31:00Z" }, { review: approved })).toEqual([
    "played",
    "sent",
    "received",
    "held",
    "uploaded",
    "approved",
  ]);
  const back = { ...decided, status: "REJECTED", reason: "CHARGEBACK_APPROVED" } as Review;
  expect(story({ status: "REJECTED" }, { review: back }).slice(-2)).toEqual([
    "billed",
    "takenBack",
  ]);
});

it("names accounts as people do", () => {
  const names = [
    "campaign:x:escrow",
    "campaign:x:review_hold",
    "supplier:y:pending",
    "advertiser:z:available",
    "platform:revenue",
    "platform:absorbed",
    "external",
  ].map(accountOf);
  expect(names).toEqual(["budget", "hold", "supplier", "wallet", "revenue", "absorbed", "other"]);
});

it("measures along the ground", () => {
  const store = { lat: 10.7769, lng: 106.7009 };
  expect(distanceOf(store, store)).toBe(0);
  expect(Math.round(distanceOf(store, { lat: 10.7859, lng: 106.7009 }))).toBe(1001);
  const far = distanceOf({ lat: 0, lng: 179.99 }, { lat: 0, lng: -179.99 });
  expect(Math.round(far)).toBe(2224);
});
