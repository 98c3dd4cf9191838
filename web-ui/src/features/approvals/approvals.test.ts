import { expect, it } from "vitest";
import type { Campaign } from "../../api/catalog";
import { type Asset, type Credit, needsReason, queueOf, sumOf, verdictsOf } from "./items";
import { overlapOf, similarTo } from "./similar";
import { readWarning } from "./warnings";

function campaign(part: Partial<Campaign>): Campaign {
  const base = {
    id: "a",
    name: "A",
    status: "PENDING_APPROVAL",
    budget: "12000.50",
    brand_name: "Lụa",
    category: "FASHION_APPAREL",
    target_stores: ["s1", "s2", "s3", "s4", "s5"],
    content_assets: ["f1"],
    start_date: "2026-02-04T00:00:00Z",
    end_date: "2026-02-20T23:59:59Z",
    submitted_at: "2026-02-01T00:00:00Z",
    updated_at: "2026-02-02T00:00:00Z",
    review_flags: [],
  };
  return { ...base, ...part } as Campaign;
}

const file = (id: string, sha256: string) => ({ id, sha256, updated_at: "2026-01-15" }) as Asset;
const credit: Credit = {
  id: "c",
  amount: "0.10",
  currency: "USD",
  reason: "Goodwill",
  requested_by: "Ada",
  requested_at: "2026-01-31T00:00:00Z",
  status: "PENDING",
};

const EMPTY = { campaigns: [], assets: [], increases: [], credits: [], flagged: [] };

it("what waits longest comes first, whatever it is", () => {
  const queue = queueOf({
    ...EMPTY,
    campaigns: [campaign({})],
    assets: [file("f", "1")],
    credits: [credit],
    flagged: [campaign({ id: "b", status: "ACTIVE", submitted_at: "2026-01-01T00:00:00Z" })],
  });
  expect(queue.map(({ kind }) => kind)).toEqual(["flag", "asset", "credit", "campaign"]);
  expect(sumOf(queue)).toBe("12000.6");
});

it("a flagged campaign that waits for approval is looked at once", () => {
  const waiting = [campaign({ review_flags: ["NEAR_DUPLICATES"] })];
  const queue = queueOf({ ...EMPTY, campaigns: waiting, flagged: waiting });
  expect(queue.map(({ kind }) => kind)).toEqual(["campaign"]);
});

it("only what fits to all chosen things can be said about them", () => {
  const [one] = queueOf({ ...EMPTY, campaigns: [campaign({})] });
  const [money] = queueOf({ ...EMPTY, credits: [credit] });
  const [flag] = queueOf({ ...EMPTY, flagged: [campaign({ status: "ACTIVE" })] });
  if (!one || !money || !flag) throw new Error("the queue lacks something");
  expect(verdictsOf([])).toEqual([]);
  expect(verdictsOf([one])).toEqual(["approve", "reject", "changes"]);
  expect(verdictsOf([one, money])).toEqual(["approve", "reject"]);
  expect(verdictsOf([flag])).toEqual(["approve"]);
  expect(verdictsOf([flag, one])).toEqual([]);
  expect(needsReason([one], "approve")).toBe(false);
  expect(needsReason([one], "changes")).toBe(true);
  expect(needsReason([flag], "approve")).toBe(true);
});

it("three of five things in common make a campaign similar", () => {
  const hashes = [file("f1", "x"), file("f2", "x"), file("f3", "y")];
  const ours = campaign({});
  const far = { start_date: "2027-01-01T00:00:00Z", end_date: "2027-01-02T00:00:00Z" };
  const other = (part: Partial<Campaign>) =>
    campaign({ id: "o", status: "ACTIVE", content_assets: ["f3"], ...far, ...part });
  const found = (part: Partial<Campaign>) => similarTo(ours, [other(part)], hashes)[0]?.inCommon;
  expect(found({})).toEqual(["brand", "category", "stores"]);
  expect(found({ brand_name: " lụa " })).toEqual(["brand", "category", "stores"]);
  expect(found({ target_stores: ["s1", "s2", "s3"] })).toBeUndefined();
  expect(found({ target_stores: [], content_assets: ["f2"] })).toEqual([
    "brand",
    "category",
    "content",
  ]);
  expect(found({ status: "DRAFT" })).toBeUndefined();
  expect(found({ id: "a" })).toBeUndefined();
  expect(found({ start_date: "2026-02-20T00:00:00Z", end_date: "2026-03-01T00:00:00Z" })).toContain(
    "dates",
  );
});

it("the overlap is of the longer list", () => {
  expect(overlapOf([], [])).toBe(0);
  expect(overlapOf(["a"], ["a", "b"])).toBe(0.5);
  expect(overlapOf(["a", "b", "c", "d"], ["a", "b", "c", "d", "e"])).toBe(0.8);
});

it("reasons of the appliance are read, unknown ones are kept", () => {
  expect(readWarning("Content flagged ALCOHOL")).toEqual({ code: "flagged", flag: "ALCOHOL" });
  expect(readWarning("Budget $10,000.01 is above $10,000.00")).toEqual({ code: "large" });
  expect(readWarning("Something else")).toEqual({ code: "other", text: "Something else" });
});
