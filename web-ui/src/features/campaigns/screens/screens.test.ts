import { expect, it } from "vitest";
import type { Campaign } from "../../../api/catalog";
import { canRetry, inOrder, type Share } from "./queries";

const share = (device_name: string, status: NonNullable<Share["status"]> | null): Share => ({
  device_name,
  status,
  online: true,
  tries: 1,
});

it("screens that need a look come first, the others stay in their order", () => {
  const rows = [
    share("A", "ACKED"),
    share("B", null),
    share("C", "FAILED"),
    share("D", "ACKED"),
    share("E", "PENDING"),
  ];
  expect(inOrder(rows).map(({ device_name }) => device_name)).toEqual(["C", "E", "B", "A", "D"]);
});

it("content that reached no screen is sent out again before the end alone", () => {
  const campaign = (status: Campaign["status"]) =>
    ({ status, end_date: "2026-02-05T23:59:59Z" }) as Campaign;
  const [before, after] = ["2026-02-05T12:00:00Z", "2026-02-06T00:00:00Z"].map(Date.parse);
  expect(canRetry(campaign("ERROR"), before ?? 0)).toBe(true);
  expect(canRetry(campaign("ERROR"), after ?? 0)).toBe(false);
  expect(canRetry(campaign("ACTIVE"), before ?? 0)).toBe(false);
  expect(canRetry({ ...campaign("ERROR"), end_date: null }, before ?? 0)).toBe(false);
});
