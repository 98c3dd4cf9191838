import { describe, expect, it } from "vitest";
import { effectOf, type PlayMoney } from "./money";

const play = (id: string, over: Partial<PlayMoney> = {}): PlayMoney => ({
  id,
  supplierId: "s1",
  playedAt: "2026-02-05T10:00:00Z",
  receivedAt: "2026-02-05T10:00:01Z",
  cost: "0.078",
  charged: "0.078",
  share: "0.0624",
  ...over,
});

const payout = {
  supplier_id: "s1",
  period_start: "2026-02-01T00:00:00Z",
  period_end: "2026-02-06T00:00:00Z",
  created_at: "2026-02-13T00:00:00Z",
};

describe("what a chargeback does to the money", () => {
  it("takes shares from pending where no payout covers the day", () => {
    const effect = effectOf([play("a"), play("b")], [], "2026-02-14T00:00:00Z");
    expect(effect).toEqual({
      plays: 2,
      refund: "0.156",
      platform: "0.0312",
      suppliers: [{ supplierId: "s1", plays: 2, fromPending: "0.1248", fromNext: "0" }],
    });
  });

  it("takes them from the next payout where one was made before the dispute", () => {
    const [one] = effectOf([play("a")], [payout], "2026-02-14T00:00:00Z").suppliers;
    expect(one).toMatchObject({ fromPending: "0", fromNext: "0.0624" });
  });

  it.each([
    ["the payout came later than the dispute", "2026-02-12T00:00:00Z", {}],
    ["the play arrived after it", "2026-02-14T00:00:00Z", { receivedAt: "2026-02-13T08:00:00Z" }],
    ["its day is over", "2026-02-14T00:00:00Z", { playedAt: "2026-02-06T00:00:00Z" }],
    ["it went to somebody else", "2026-02-14T00:00:00Z", { supplierId: "s2" }],
  ])("leaves it pending where %s", (_, openedAt, over) => {
    const [one] = effectOf([play("a", over)], [payout], openedAt).suppliers;
    expect(one).toMatchObject({ fromPending: "0.0624", fromNext: "0" });
  });

  it("refunds what the advertiser paid, not what the platform absorbed", () => {
    const effect = effectOf([play("a", { charged: "0.05" })], [], "2026-02-14T00:00:00Z");
    expect(effect.refund).toBe("0.05");
  });

  it("is nothing for no plays", () => {
    expect(effectOf([], [payout], "2026-02-14T00:00:00Z")).toEqual({
      plays: 0,
      refund: "0",
      platform: "0",
      suppliers: [],
    });
  });
});
