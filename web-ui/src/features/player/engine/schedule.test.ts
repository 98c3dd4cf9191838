import { expect, it } from "vitest";
import {
  captureSecond,
  chooseOffline,
  draw,
  isWithin,
  nextSlot,
  onlyWith,
  playable,
  remember,
} from "./schedule";
import type { Manifest, ManifestCampaign } from "./types";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.parse("2026-02-05T14:02:00Z");

function campaign(id: string, more: Partial<ManifestCampaign> = {}): ManifestCampaign {
  const asset = { asset_id: `${id}1`, kind: "IMAGE", sha256: "00", bytes: 1, url: "" } as const;
  return {
    campaign_id: id,
    priority: 5,
    weight: 1,
    start_date: "2026-02-01T00:00:00Z",
    end_date: "2026-03-01T00:00:00Z",
    dayparts: [],
    daily_cap_reached: false,
    assets: [{ ...asset, duration_seconds: 10 }],
    variants: [],
    ...more,
  };
}

function manifest(...campaigns: ManifestCampaign[]): Manifest {
  return {
    device_id: "d",
    generated_at: "2026-02-05T13:00:00Z",
    valid_until: "2026-02-06T13:00:00Z",
    cache_days: 7,
    capture_seed: "5f",
    campaigns,
  };
}

const ids = (campaigns: readonly ManifestCampaign[]) => campaigns.map((one) => one.campaign_id);

it("plays only what runs, has content and money, while the manifest counts", () => {
  const list = manifest(
    campaign("runs"),
    campaign("later", { start_date: "2026-02-05T14:02:01Z" }),
    campaign("over", { end_date: "2026-02-05T14:02:09Z" }),
    campaign("ends with the play", { end_date: "2026-02-05T14:02:10Z" }),
    campaign("empty", { assets: [] }),
    campaign("spent", { daily_cap_reached: true }),
  );
  expect(ids(playable(list, [], NOW))).toEqual(["runs", "ends with the play"]);
  // Another UTC day has another daily cap.
  const next = Date.parse("2026-02-06T00:00:30Z");
  expect(ids(playable(list, [], next))).toContain("spent");
  expect(playable(list, [], Date.parse("2026-02-06T13:00:01Z"))).toEqual([]);
});

it("never plays a campaign twice in five minutes, nor three times in an hour", () => {
  const list = manifest(campaign("a"), campaign("b"));
  const past = (...ends: string[]) =>
    ends.map((end) => ({ campaignId: "a", endedAt: Date.parse(`2026-02-05T${end}Z`) }));
  expect(ids(playable(list, past("14:00:00"), NOW))).toEqual(["b"]);
  expect(ids(playable(list, past("13:59:59"), NOW))).toEqual(["a", "b"]);
  // The window counts at the end of the play.
  const atFive = Date.parse("2026-02-05T14:04:55Z");
  expect(ids(playable(list, past("14:04:40"), atFive))).toEqual(["a", "b"]);
  expect(ids(playable(list, past("13:10:00", "13:40:00"), NOW))).toEqual(["b"]);
});

it("draws by weight, and evenly where nothing weighs", () => {
  const weights = [1, 0, 3];
  const drawn = (random: number) => draw(weights, (weight) => weight, random);
  expect([0, 0.24, 0.25, 0.99].map(drawn)).toEqual([1, 1, 3, 3]);
  const even = (random: number) => draw(["a", "b"], () => 0, random);
  expect([0, 0.49, 0.5, 0.99].map(even)).toEqual(["a", "a", "b", "b"]);
  expect(draw([], () => 1, 0)).toBeUndefined();
});

it("takes turns among the assets, within the variant that was drawn", () => {
  const [asset] = campaign("a").assets;
  const assets = ["x", "y", "z"].map((id) => ({ ...campaign("a").assets[0], asset_id: id }));
  expect(asset?.asset_id).toBe("a1");
  const three = { assets: assets as ManifestCampaign["assets"] };
  const list = manifest(campaign("a", three));
  const before = { campaignId: "a", endedAt: NOW - 2 * HOUR };
  expect(chooseOffline(list, [], NOW)?.assetId).toBe("x");
  expect(chooseOffline(list, [before], NOW)?.assetId).toBe("y");
  const variants = [
    { variant_id: "A", weight: 1, asset_ids: ["x"] },
    { variant_id: "B", weight: 1, asset_ids: ["y", "z"] },
  ];
  const tested = manifest(campaign("a", { ...three, variants }));
  const ad = chooseOffline(tested, [], NOW, () => 0.9);
  expect([ad?.variantId, ad?.assetId, ad?.leaseId]).toEqual(["B", "y", null]);
});

it("chooses only what is at hand, and takes another asset or nothing", () => {
  const list = manifest(campaign("a"));
  expect(
    chooseOffline(
      onlyWith(list, () => false),
      [],
      NOW,
    ),
  ).toBeNull();
  expect(
    chooseOffline(
      onlyWith(list, (sha256) => sha256 === "00"),
      [],
      NOW,
    ),
  ).not.toBeNull();
});

it("keeps windows of the week, also those that pass midnight", () => {
  const day = { days: ["MON"], from: "08:00", to: "20:00" } as const;
  const night = { days: ["MON"], from: "22:00", to: "02:00" } as const;
  const at = (text: string) => new Date(`2026-02-${text}:00`);
  const cases = [
    [day, "02T08:00", true],
    [day, "02T07:59", false],
    [day, "02T20:00", false],
    [day, "03T12:00", false],
    [night, "02T23:00", true],
    [night, "03T01:59", true],
    [night, "03T02:00", false],
    [night, "02T01:00", false],
  ] as const;
  for (const [window, text, expected] of cases) {
    expect(isWithin({ ...window, days: [...window.days] }, at(text)), text).toBe(expected);
  }
});

it("captures the second that follows from seed and play", async () => {
  const seed = "5f".repeat(32);
  const play = "0192f7a0-0000-7000-8000-00000000000c";
  const seconds = await Promise.all([15, 10, 60].map((long) => captureSecond(seed, play, long)));
  expect(seconds).toEqual([8, 3, 23]);
});

it("spaces slots as declared, never denser, and not like clockwork", () => {
  const past = (...minutes: number[]) =>
    minutes.map((ago) => ({ campaignId: "a", endedAt: NOW - ago * MINUTE }));
  expect(nextSlot([], 12, NOW, 0)).toBe(NOW);
  expect(nextSlot(past(1), 12, NOW, 0)).toBe(NOW + 4 * MINUTE);
  expect(nextSlot(past(1), 12, NOW, 0.5)).toBe(NOW + 4.5 * MINUTE);
  expect(nextSlot(past(1), null, NOW, 0)).toBe(NOW + 4 * MINUTE);
  expect(nextSlot(past(30), 12, NOW, 0.9)).toBe(NOW);
  // A burst of before uses up the hour.
  expect(nextSlot(past(50, 49, 48), 3, NOW, 0)).toBe(NOW + 10 * MINUTE);
  expect(nextSlot([], 0, NOW, 0)).toBe(NOW + HOUR);
  // A clock that was a day ahead does not silence the screen for a day.
  expect(nextSlot(past(-24 * 60), 12, NOW, 0)).toBe(NOW);
  const now = { campaignId: "a", endedAt: NOW };
  expect(remember(past(-24 * 60, 5 * 60, 3), now)).toEqual([...past(3), now]);
});
