import { paths } from "../../lib/paths";
import type { Role } from "../../lib/roles";

/** Where what a notification is about is seen, by the beginning of its code; the first that fits. */
const PAGES: readonly (readonly [begin: string, page: (id: string | null) => string | null])[] = [
  ["DEVICE_", (id) => id && paths.device(id)],
  ["CAMPAIGN_ZERO_IMPRESSIONS", (id) => id && paths.investigation(id)],
  ["CAMPAIGN_NEEDS_APPROVAL", (id) => id && paths.campaign(id)],
  ["CAMPAIGN_", (id) => id && paths.campaign(id)],
  ["AB_TEST_", (id) => id && paths.campaign(id)],
  ["APPROVAL_", (id) => id && paths.campaign(id)],
  ["BUDGET_INCREASE_", (id) => id && paths.campaign(id)],
  ["NEAR_DUPLICATE_", (id) => id && paths.campaign(id)],
  ["INCIDENT_", (id) => id && paths.incident(id)],
  ["STOP_REQUEST_", () => paths.incidents],
  ["INVESTIGATION_", (id) => id && paths.investigation(id)],
  ["DISPUTE_", (id) => (id ? paths.dispute(id) : paths.disputes)],
  ["CHARGEBACK_", () => paths.disputes],
  ["CHARGEBACK", (id) => (id ? paths.dispute(id) : paths.disputes)],
  ["REVIEW_", () => paths.reviews],
  ["CREDIT_", () => paths.approvals],
  ["DEBT_TAKEN", () => paths.wallets],
  ["DEBT_", (id) => id && paths.advertiser(id)],
  ["SETTLEMENT_", (id) => id && paths.advertiser(id)],
  ["WALLET_", () => paths.wallets],
  ["PAYOUT_", () => paths.payouts],
  ["RATE_", () => paths.rates],
  ["RATES_", () => paths.rates],
  ["ASSET_", () => paths.assets],
  ["CONTENT_", () => paths.assets],
  ["LICENCE_", () => paths.assets],
  ["DISK_", () => paths.system],
  ["SCREENSHOTS_", () => paths.system],
  ["STORE", () => paths.stores],
];

/** Pages of the operator, to which nobody else is led. */
const INSIDE: ReadonlySet<string> = new Set([paths.reviews, paths.approvals, paths.system]);

/** The page that a notification leads to; null where there is none for this person. */
export function pageOfNotice(code: string, id: string | null, role: Role): string | null {
  const page = PAGES.find(([begin]) => code.startsWith(begin))?.[1](id) ?? null;
  const isOutside = role === "ADVERTISER" || role === "SUPPLIER";
  return page !== null && isOutside && INSIDE.has(page) ? null : page;
}

const GRAVE = /FAILED|INCIDENT_OPENED|NOT_DARK|OVERDUE|STOP|FRAUD|NEARLY_FULL|REJECTED/;
const WAITING =
  /NEEDS|WAITS|REMINDER|PENDING|RECEIVED|TROUBLE|MISSING|ENDS_SOON|NEAR_|OFFLINE|NO_ONLINE/;
const GLAD = /APPROVED|PAID|LIVE|RESUMED|BACK|REINSTATED|CREDITED|WINNER|INCIDENT_DARK/;

/** How grave it is, as its code tells. */
export function toneOfNotice(code: string): "bad" | "wait" | "good" | "info" {
  if (GRAVE.test(code)) return "bad";
  if (WAITING.test(code)) return "wait";
  return GLAD.test(code) ? "good" : "info";
}
