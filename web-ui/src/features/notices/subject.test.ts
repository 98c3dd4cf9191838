import { expect, it } from "vitest";
import { pageOfNotice, toneOfNotice } from "./subject";

it("leads to what a notification is about", () => {
  expect(pageOfNotice("CAMPAIGN_LIVE", "c1", "ADVERTISER")).toBe("/campaigns/c1");
  expect(pageOfNotice("DEVICE_CLOCK_TROUBLE", "d1", "SUPPLIER")).toBe("/devices/d1");
  const page = "/campaigns/c1/investigation";
  expect(pageOfNotice("CAMPAIGN_ZERO_IMPRESSIONS", "c1", "ADMIN")).toBe(page);
  expect(pageOfNotice("INVESTIGATION_BLOCKING", "c1", "ADVERTISER")).toBe(page);
  expect(pageOfNotice("CAMPAIGN_LIVE", null, "ADVERTISER")).toBeNull();
  expect(pageOfNotice("WEBHOOK_PING", "w1", "ADMIN")).toBeNull();
});

it("leads nobody to a page that is closed to them", () => {
  expect(pageOfNotice("CREDIT_NEEDS_SECOND_PERSON", null, "ADMIN")).toBe("/approvals");
  expect(pageOfNotice("CREDIT_REJECTED", null, "ADVERTISER")).toBeNull();
});

it("tells grave from glad", () => {
  expect(toneOfNotice("CAMPAIGN_DISTRIBUTION_FAILED")).toBe("bad");
  expect(toneOfNotice("CREDIT_NEEDS_SECOND_PERSON")).toBe("wait");
  expect(toneOfNotice("PAYOUT_PAID")).toBe("good");
  expect(toneOfNotice("RATES_ANNOUNCED")).toBe("info");
});
