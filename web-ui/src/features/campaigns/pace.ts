import type { Campaign } from "../../api/catalog";
import { type Decimal, share } from "../../lib/decimal";
import type { Tone } from "../../ui/tone";

/** How far a campaign is: part of the budget, part of the time; null before dates are set. */
export type Pace = { spent: number; time: number | null; tone: Tone | null };

/** Spend this far from the time passed is worth a look. */
const APART = 0.2;

export function paceOf(campaign: Campaign, now: number): Pace {
  const spent = share(campaign.spent, campaign.budget ?? ("0" satisfies Decimal));
  const time = timePassed(campaign, now);
  if (time === null || campaign.status !== "ACTIVE") return { spent, time, tone: null };
  return {
    spent,
    time,
    tone: spent > time + APART ? "bad" : spent < time - APART ? "wait" : "good",
  };
}

function timePassed({ start_date, end_date }: Campaign, now: number): number | null {
  if (!start_date || !end_date) return null;
  const [start, end] = [Date.parse(start_date), Date.parse(end_date)];
  return end > start ? Math.min(1, Math.max(0, (now - start) / (end - start))) : null;
}
