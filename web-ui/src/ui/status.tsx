import { useWords, type WordKind } from "../lib/words";
import { Badge } from "./badge";
import type { Tone } from "./tone";

/** How the words of the API are coloured. */
const TONES: Partial<Record<WordKind, Record<string, Tone>>> = {
  CampaignStatus: {
    DRAFT: "quiet",
    PENDING_APPROVAL: "wait",
    SCHEDULED: "info",
    ACTIVE: "good",
    PAUSED: "wait",
    ERROR: "bad",
    COMPLETED: "quiet",
    CANCELLED: "quiet",
    REJECTED: "bad",
    EXPIRED: "quiet",
  },
  PlayStatus: { VERIFIED: "good", UNDER_REVIEW: "wait", REJECTED: "bad" },
  DeviceStatus: { PENDING: "wait", ACTIVE: "good", MAINTENANCE: "info", REVOKED: "quiet" },
  PartyStatus: { ACTIVE: "good", INACTIVE: "quiet", SUSPENDED: "bad", TERMINATED: "quiet" },
  AssetStatus: { PENDING: "wait", APPROVED: "good", REJECTED: "bad", EXPIRED: "quiet" },
  ScanFlag: { ALCOHOL: "wait", TOBACCO: "wait", GAMBLING: "wait", ADULT: "bad" },
  Health: { ON_TRACK: "good", BURNING_TOO_FAST: "bad", UNDERDELIVERING: "wait" },
  Flag: { SUSPICIOUS_LOCATION: "bad" },
  DisputeStatus: { OPEN: "wait", INVESTIGATING: "info", RESOLVED: "quiet", WITHDRAWN: "quiet" },
  DisputeOutcome: { CHARGEBACK: "bad", REJECTED: "good", NO_CHARGEBACK: "quiet" },
  Advice: { CHARGEBACK: "bad", REJECT: "good", PERSON: "wait", NO_CHARGEBACK: "quiet" },
  Verdict: { FOR_THE_PLAY: "good", AGAINST_THE_PLAY: "bad", OPEN: "wait" },
  PayoutStatus: { PENDING: "wait", COMPLETED: "good" },
  CreditStatus: { PENDING: "wait", BOOKED: "good", REJECTED: "quiet" },
};

export function toneOf(kind: WordKind, word: string): Tone {
  return TONES[kind]?.[word] ?? "quiet";
}

/** A word of the API as a badge: its sense in words, its gravity in colour. */
export function Status({ kind, word }: { kind: WordKind; word: string }) {
  const words = useWords();
  return <Badge tone={toneOf(kind, word)}>{words(kind, word)}</Badge>;
}
