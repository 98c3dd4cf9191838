import { expect, it } from "vitest";
import { differenceOf, gridOf, isApart, lastDays, type ShareRow, sharesBy } from "./shares";

function row(part: Partial<ShareRow>): ShareRow {
  return {
    campaign_id: "a",
    campaign_name: "A",
    promised_plays: "10",
    promised_share_pct: "33.33",
    offered_plays: 10,
    offered_share_pct: "33.33",
    delivered_plays: 9,
    delivered_share_pct: "30.01",
    difference_points: "-3.32",
    daily_cap_skips: 1,
    ...part,
  };
}

const byCampaign = ({ campaign_id, campaign_name }: ShareRow) => ({
  key: campaign_id,
  name: campaign_name,
});
const byBuyer = () => ({ key: "buyer", name: "Buyer" });

it("campaigns of one buyer add up without losing a digit", () => {
  const [sum] = sharesBy([row({}), row({ campaign_id: "b", promised_share_pct: "0.01" })], byBuyer);
  expect(sum).toEqual({
    key: "buyer",
    name: "Buyer",
    promised: "33.34",
    delivered: "60.02",
    offeredPlays: 20,
    deliveredPlays: 18,
    capSkips: 2,
  });
});

it("who plays most comes first", () => {
  const rows = [row({}), row({ campaign_id: "b", delivered_share_pct: "69.99" })];
  expect(sharesBy(rows, byCampaign).map(({ key }) => key)).toEqual(["b", "a"]);
});

it("five points apart are worth a look", () => {
  const [near] = sharesBy([row({})], byCampaign);
  const [far] = sharesBy([row({ delivered_share_pct: "28.33" })], byCampaign);
  const [more] = sharesBy([row({ delivered_share_pct: "38.33" })], byCampaign);
  if (!near || !far || !more) throw new Error("a share is missing");
  expect(differenceOf(near)).toBe("-3.32");
  expect([near, far, more].map(isApart)).toEqual([false, true, true]);
});

it("the grid has the busiest stores and names", () => {
  const rows = [
    row({ store_id: "s", delivered_plays: 5 }),
    row({ store_id: "t", delivered_plays: 50, delivered_share_pct: "100" }),
    row({ store_id: "t", campaign_id: "b", delivered_plays: 0 }),
  ];
  const grid = gridOf(rows, byCampaign, { columns: 5, rows: 1 });
  expect(grid.columns).toEqual([{ key: "a", name: "A" }]);
  expect(grid.rows.map(({ store, plays }) => [store, plays])).toEqual([["t", 50]]);
  expect(grid.rows[0]?.shares.get("a")).toBe("100");
});

it("a week ends today", () => {
  expect(lastDays(7, Date.parse("2026-03-03T23:30:00Z"))).toEqual({
    from: "2026-02-25",
    to: "2026-03-03",
  });
});
