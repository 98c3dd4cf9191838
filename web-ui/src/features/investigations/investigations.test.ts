import { expect, it } from "vitest";
import { type Case, isOffered } from "../../api/investigation";
import { type Draft, dayAfter, endOf, findingOf, isBeyond, missing } from "./decision";
import { offlineShare, rejectedOf, signsOf } from "./evidence";

const EVIDENCE: Case["evidence"] = {
  target_stores: 2,
  devices: 3,
  devices_heard: 3,
  wanted_seconds: 7200,
  offline_seconds: 0,
  offers: 12,
  rejections: {},
  blocked_stores: [],
  late_seconds: 0,
  status_history: [],
};

function caseOf(part: Partial<Case["evidence"]>, more: Partial<Case> = {}): Case {
  return {
    campaign_id: "c1",
    campaign_name: "Tết",
    opened_at: "2026-02-06T00:05:00Z",
    status: "OPEN",
    refunded: "1000",
    suggested_cause: "PLATFORM_FAULT",
    evidence: { ...EVIDENCE, ...part },
    ...more,
  };
}

const names = (found: Case) => signsOf(found).map(({ name, tone }) => `${name}:${tone}`);

it("says what speaks against the platform where screens were there all the time", () => {
  expect(names(caseOf({}))).toEqual([
    "beganInTime:good",
    "blockedNone:good",
    "heardAll:good",
    "onlineAlways:good",
    "offered:info",
    "noneCame:quiet",
  ]);
});

it("names screens that were not there, stores that blocked, and plays that did not count", () => {
  const blocked = { store_id: "s1", store_name: "A", reason: "Brand", since_activation: true };
  const silent = caseOf(
    { devices_heard: 0, offline_seconds: 7200, offers: 0 },
    { suggested_cause: "STORE_DEVICE_ISSUES" },
  );
  expect(names(silent).slice(2, 5)).toEqual(["heardNone:bad", "offline:bad", "neverOffered:wait"]);
  expect(offlineShare(silent.evidence)).toBe(1);
  expect(names(caseOf({ blocked_stores: [blocked] }))[1]).toBe("blockedSome:wait");
  expect(names(caseOf({ blocked_stores: [blocked], target_stores: 1 }))[1]).toBe("blockedAll:bad");
  expect(names(caseOf({ late_seconds: null }))[0]).toBe("neverBegan:bad");
  expect(names(caseOf({ late_seconds: 61 }))[0]).toBe("beganLate:wait");
  expect(names(caseOf({ devices: 0, devices_heard: 0 }))[2]).toBe("noScreens:bad");
  const refused = caseOf({ rejections: { INVALID_LOCATION: 4, DEVICE_OFFLINE: 3 } });
  expect(names(refused)[5]).toBe("allRejected:bad");
  expect(rejectedOf(refused.evidence)).toBe(7);
  expect(offlineShare(caseOf({ wanted_seconds: 0 }).evidence)).toBe(0);
});

const DRAFT: Draft = {
  cause: "STORE_DEVICE_ISSUES",
  findings: " No power ",
  credit: "1.000,50",
  postMortem: " A full disk ",
  documentation: " Report 7 ",
};

it("asks for what a cause needs, and sends nothing that belongs to another one", () => {
  expect(missing({ ...DRAFT, findings: " " })).toBe("needFindings");
  expect(findingOf(DRAFT)).toEqual({
    cause: "STORE_DEVICE_ISSUES",
    findings: "No power",
    service_credit: null,
    post_mortem: null,
    documentation: null,
  });
  const fault: Draft = { ...DRAFT, cause: "PLATFORM_FAULT" };
  expect(missing({ ...fault, credit: "0" })).toBe("needCredit");
  expect(missing({ ...fault, credit: "ten" })).toBe("needCredit");
  expect(missing({ ...fault, postMortem: "" })).toBe("needPostMortem");
  expect(missing(fault)).toBeNull();
  expect(findingOf(fault)).toEqual({
    cause: "PLATFORM_FAULT",
    findings: "No power",
    service_credit: "1000.50",
    post_mortem: "A full disk",
    documentation: null,
  });
  expect([isBeyond(fault, "1000.50"), isBeyond(fault, "1000.49")]).toEqual([false, true]);
  const storm: Draft = { ...DRAFT, cause: "FORCE_MAJEURE" };
  expect(missing({ ...storm, documentation: "" })).toBe("needDocumentation");
  expect(findingOf(storm)).toMatchObject({ documentation: "Report 7" });
});

it("an extension is as long as the campaign was", () => {
  const [first, last] = ["2026-02-04T00:00:00Z", "2026-02-05T23:59:59Z"];
  expect(endOf("2026-02-10", first, last)).toBe("2026-02-11T23:59:59.000Z");
  expect(endOf("", first, last)).toBeNull();
  expect(dayAfter(Date.parse("2026-02-27T23:00:00Z"), 2)).toBe("2026-03-01");
});

it("an offer waits until it is accepted", () => {
  const end = {
    at: "2026-02-07T00:00:00Z",
    by: "Ada",
    cause: "STORE_DEVICE_ISSUES",
    findings: "x",
    extension_offered: true,
  } as const;
  expect(isOffered(caseOf({}))).toBe(false);
  expect(isOffered(caseOf({}, { resolution: end }))).toBe(true);
  const taken = { ...end, extension_campaign_id: "c2" };
  expect(isOffered(caseOf({}, { resolution: taken }))).toBe(false);
});
