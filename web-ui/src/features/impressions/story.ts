import type { Trail } from "./queries";

export type StepName =
  | "played"
  | "sent"
  | "received"
  | "rejected"
  | "held"
  | "billed"
  | "uploaded"
  | "approved"
  | "refused"
  | "takenBack"
  | "disputed"
  | "disputeEnded"
  | "deleted";

/** Something that happened to a play; `by` is who, `text` is what they said. */
export type Step = { name: StepName; at: string; by?: string | null; text?: string | null };

/** What happened to a play, in its order; whose clock said it does not matter for the order. */
export function storyOf({ impression: play, review, dispute }: Trail): Step[] {
  const steps: Step[] = [{ name: "played", at: play.played_at }];
  const add = (name: StepName, at: string | null | undefined, more: Partial<Step> = {}) => {
    if (at) steps.push({ name, at, ...more });
  };
  add("sent", play.sent_at);
  add("received", play.received_at);
  const isTakenBack = review?.reason === "CHARGEBACK_APPROVED";
  const wasHeld = play.status === "UNDER_REVIEW" || (Boolean(review) && !isTakenBack);
  if (wasHeld) add("held", play.received_at);
  else if (play.status === "REJECTED" && !isTakenBack) {
    add("rejected", play.received_at, { text: play.rejection_message ?? null });
  } else add("billed", play.received_at);
  add("uploaded", play.screenshot_uploaded_at);
  if (review) {
    const name = isTakenBack ? "takenBack" : review.status === "VERIFIED" ? "approved" : "refused";
    add(name, review.decided_at, { by: review.decided_by, text: review.note ?? null });
  }
  add("disputed", dispute?.opened_at);
  add("disputeEnded", dispute?.resolved_at);
  add("deleted", play.screenshot_deleted_at);
  return inOrder(steps);
}

/** Steps that came at the same moment stay as they are; a device's clock may be off, so what it says comes first. */
function inOrder(steps: readonly Step[]): Step[] {
  const own = steps.filter(({ name }) => name === "played" || name === "sent");
  const rest = steps.filter(({ name }) => name !== "played" && name !== "sent");
  return [...own, ...rest.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))];
}

/** An account of the books as people name it. */
export type AccountName =
  | "budget"
  | "hold"
  | "supplier"
  | "revenue"
  | "absorbed"
  | "wallet"
  | "other";

export function accountOf(account: string): AccountName {
  const parts = account.split(":");
  const [kind] = parts;
  const purse = parts.at(-1);
  if (kind === "campaign") return purse === "review_hold" ? "hold" : "budget";
  if (kind === "supplier") return "supplier";
  if (kind === "advertiser") return "wallet";
  if (kind === "platform") return purse === "absorbed" ? "absorbed" : "revenue";
  return "other";
}
