import { add, compare, type Decimal, subtract } from "../../lib/decimal";

/** A disputed play as far as its money goes. */
export type PlayMoney = {
  id: string;
  supplierId: string | null;
  playedAt: string;
  receivedAt: string | null;
  cost: Decimal;
  /** Of the cost, what the advertiser paid. */
  charged: Decimal;
  /** The supplier's part of the cost. */
  share: Decimal;
};

/** A payout as far as it says which plays it paid. */
export type PaidSpan = {
  supplier_id: string;
  period_start: string;
  period_end: string;
  created_at: string;
};

/** What a chargeback does to one supplier. */
export type SupplierEffect = {
  supplierId: string;
  plays: number;
  /** Taken from what waits for its payout. */
  fromPending: Decimal;
  /** Paid already: kept back from the next payouts. */
  fromNext: Decimal;
};

export type Effect = {
  plays: number;
  /** Back to the advertiser. */
  refund: Decimal;
  /** Given back by the platform. */
  platform: Decimal;
  suppliers: SupplierEffect[];
};

/**
 * What a chargeback of these plays does. A play was paid out when a payout that was made before its
 * dispute covers its day; its dispute kept it out of later ones.
 */
export function effectOf(
  plays: readonly PlayMoney[],
  payouts: readonly PaidSpan[],
  openedAt: string,
): Effect {
  const suppliers = new Map<string, SupplierEffect>();
  for (const play of plays) {
    const id = play.supplierId ?? "";
    const before = suppliers.get(id) ?? nothing(id);
    const isPaid = payouts.some((payout) => pays(payout, play, openedAt));
    suppliers.set(id, {
      ...before,
      plays: before.plays + 1,
      fromPending: isPaid ? before.fromPending : add(before.fromPending, play.share),
      fromNext: isPaid ? add(before.fromNext, play.share) : before.fromNext,
    });
  }
  const sum = (of: (play: PlayMoney) => Decimal) => add("0", ...plays.map(of));
  return {
    plays: plays.length,
    refund: sum(({ charged }) => charged),
    platform: subtract(
      sum(({ cost }) => cost),
      sum(({ share }) => share),
    ),
    suppliers: [...suppliers.values()].sort((a, b) =>
      compare(add(b.fromPending, b.fromNext), add(a.fromPending, a.fromNext)),
    ),
  };
}

function pays(payout: PaidSpan, play: PlayMoney, openedAt: string): boolean {
  const at = Date.parse(play.playedAt);
  const made = Date.parse(payout.created_at);
  return (
    payout.supplier_id === play.supplierId &&
    made <= Date.parse(openedAt) &&
    (play.receivedAt === null || Date.parse(play.receivedAt) <= made) &&
    at >= Date.parse(payout.period_start) &&
    at < Date.parse(payout.period_end)
  );
}

function nothing(supplierId: string): SupplierEffect {
  return { supplierId, plays: 0, fromPending: "0", fromNext: "0" };
}
