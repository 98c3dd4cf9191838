import { paths } from "../../lib/paths";
import type { AuditKey, AuditSay } from "./texts";

/** Kinds of things that something can be done to. */
export const SUBJECTS = [
  "campaign",
  "asset",
  "store",
  "device",
  "blocking_rule",
  "advertiser",
  "supplier",
  "user",
  "api_token",
  "webhook",
  "incident",
  "stop_request",
  "dispute",
  "impression",
  "payout",
  "delivery",
] as const;

/** Deeds as the audit names them, without what they were done to. */
const DEEDS = [
  "create",
  "update",
  "edit",
  "delete",
  "submit",
  "approve",
  "reject",
  "revoke",
  "activate",
  "pause",
  "auto_pause",
  "resume",
  "cancel",
  "complete",
  "expire",
  "start",
  "end",
  "enrol",
  "rotate_key",
  "command",
  "open",
  "investigate",
  "resolve",
  "withdraw",
  "decide",
  "override",
  "suspend",
  "reinstate",
  "terminate",
  "verify_email",
  "settle",
  "deposit",
  "ping",
  "disable",
  "retry",
  "extend",
  "flag",
  "unflag",
] as const;

/** "Revoked" of `device.revoke`; null for what has no word here. */
export function deedText(t: AuditSay, action: string): string | null {
  if (action === "session.start") return t("signedIn");
  if (action === "session.end") return t("signedOut");
  const [, deed] = action.split(".");
  const known = DEEDS.find((one) => one === deed);
  return known ? t(`deed.${known}` as AuditKey) : null;
}

export function subjectText(t: AuditSay, subject: string): string {
  const known = SUBJECTS.find((one) => one === subject);
  return known ? t(`subject.${known}` as AuditKey) : plain(subject);
}

/** "Start test" of `campaign.start_test`. */
export function plain(word: string): string {
  const text = word.replace(/^.*\./, "").replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Where a thing is shown; null where it has no page. */
export function pageOf(subject: string, id: string): string | null {
  switch (subject) {
    case "campaign":
      return paths.campaign(id);
    case "store":
      return paths.store(id);
    case "device":
      return paths.device(id);
    case "incident":
      return paths.incident(id);
    case "impression":
      return paths.impression(id);
    case "advertiser":
    case "supplier":
      return paths.wallet(id);
    default:
      return null;
  }
}
