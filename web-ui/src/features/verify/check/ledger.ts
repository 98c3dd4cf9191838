import type { Evidence, Leg } from "./model";
import { type Found, fail, same, says } from "./report";
import { campaignOf } from "./signed";

type Side = "advertiser" | "supplier" | "platform";
const OF_PLAY = "PLAY";

/**
 * Each side's movements sum to what the play says: cost from the advertiser and the platform,
 * shares to the supplier and the platform; after a reversal nothing is left.
 */
export function checkLedger(evidence: Evidence): Found {
  const { money, reversal } = evidence;
  const net = { advertiser: 0n, supplier: 0n, platform: 0n };
  for (const leg of money.legs) {
    if (leg.amount_micros <= 0n) throw fail("ledger.nothing");
    net[sideOf(evidence, leg.debit)] -= leg.amount_micros;
    net[sideOf(evidence, leg.credit)] += leg.amount_micros;
  }
  checkPlayLegs(evidence);
  const kept = (micros: bigint) => (reversal ? 0n : micros);
  const platform = money.cost_micros - money.supplier_micros - money.absorbed_micros;
  same("netAdvertiser", net.advertiser, kept(-money.charged_micros));
  same("netSupplier", net.supplier, kept(money.supplier_micros));
  same("netPlatform", net.platform, kept(platform));
  same("netAll", net.advertiser + net.supplier + net.platform, 0n);
  return [null, says("ledger.holds", { movements: money.legs.length })];
}

type Wanted = readonly [debit: string, credit: string, micros: bigint];

/** The movements that the play itself implies come first, exactly those. */
function checkPlayLegs(evidence: Evidence): void {
  const legs = [...evidence.money.legs];
  for (const [debit, credit, micros] of wantedLegs(evidence)) {
    if (micros <= 0n) continue;
    const leg = legs.shift();
    const fits =
      leg?.kind === OF_PLAY &&
      leg.transfer_id === null &&
      leg.debit === debit &&
      leg.credit === credit &&
      leg.amount_micros === micros;
    if (!fits) throw fail("ledger.missing", { debit, credit, micros });
  }
  const stranger = legs.find(isOfPlay);
  if (stranger) throw fail("ledger.stranger", { debit: stranger.debit, credit: stranger.credit });
}

function isOfPlay({ kind, transfer_id }: Leg): boolean {
  return kind === OF_PLAY || transfer_id === null;
}

function wantedLegs({ money, verdict, device, submission }: Evidence): Wanted[] {
  const campaign = campaignOf(submission);
  const escrow = `campaign:${campaign}:escrow`;
  const absorbed: Wanted = ["platform:absorbed", escrow, money.absorbed_micros];
  switch (verdict.status) {
    case "VERIFIED":
      return [
        absorbed,
        [escrow, `supplier:${device.supplier_id}:pending`, money.supplier_micros],
        [escrow, "platform:revenue", money.platform_micros],
      ];
    case "UNDER_REVIEW":
      return [absorbed, [escrow, `campaign:${campaign}:review_hold`, money.cost_micros]];
    case "REJECTED":
      throw fail("ledger.rejected");
  }
}

/** Whose money an account holds. */
function sideOf({ submission, device }: Evidence, account: string): Side {
  const parts = account.split(":");
  const [kind, id] = parts;
  if (parts.length === 3 && kind === "campaign" && id === campaignOf(submission))
    return "advertiser";
  if (parts.length === 3 && kind === "advertiser") return "advertiser";
  if (parts.length === 3 && kind === "supplier" && id === device.supplier_id) return "supplier";
  if (parts.length === 2 && kind === "platform") return "platform";
  throw fail("ledger.account", { account });
}
