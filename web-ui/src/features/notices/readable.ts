import { useMemo } from "react";
import { formatDay, formatMoment } from "../../lib/dates";
import type { Language } from "../../lib/language";
import { useLanguage } from "../../lib/texts";
import { useKnownWord, type WordKind } from "../../lib/words";
import { useNoticeTexts } from "./texts";

/** Kinds of words that messages carry as codes; reasons first, since they are the most. */
const KINDS: readonly WordKind[] = [
  "StopReason",
  "PauseReason",
  "SuspensionReason",
  "DisputeKind",
  "Rejection",
  "CampaignStatus",
];
/** Codes of one word that messages carry outside of brackets. */
const BARE: readonly WordKind[] = ["ScanFlag"];
/** Codes of one word that messages carry in brackets. */
const IN_BRACKETS: readonly WordKind[] = ["Role", "DisputeKind", "StopReason"];

/** Codes that only messages carry; their words stand beside the page's own. */
const OWN = [
  "WINDOW_OVER",
  "BUDGET_SPENT",
  "STOPPED",
  "CAMPAIGN_STARTED",
  "CAMPAIGN_STOPPED",
  "WINNER_FOUND",
  "WINNER_CHOSEN",
  "NO_SIGNIFICANT_DIFFERENCE",
  "ENDED_WITHOUT_WINNER",
  "ONE_VARIANT_LEFT",
  "CAMPAIGN_ENDED",
  "COMPLETION_RATE",
  "ENGAGEMENT",
  "IMPRESSIONS",
  "MANIFEST_CHANGED",
  "ROTATE_KEY",
] as const;

const isOwn = (code: string): code is (typeof OWN)[number] => OWN.some((one) => one === code);

const MOMENT = /(?<![\w-])\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const DAY = /(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])/g;
const ID = / \([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\)/g;
const CODE = /(?<![\p{L}\d_-])[A-Z]{2,}(?:_[A-Z0-9]+)*(?![\p{L}\d_-])/gu;

/** Says a code; `isAlone` where the message has it in brackets. */
export type SayCode = (code: string, isAlone: boolean) => string | null;

/** A message of the appliance with words for its codes, times of the reader's zone, without ids. */
export function readable(message: string, say: SayCode, language: Language, zone?: string): string {
  return message
    .replace(ID, "")
    .replace(MOMENT, (iso) => formatMoment(iso, language, zone))
    .replace(DAY, (day) => formatDay(day, language))
    .replace(CODE, (code, at: number, text: string) => say(code, text[at - 1] === "(") ?? code);
}

/** The same in the language that is on, in the zone of whoever reads. */
export function useReadable(): (message: string) => string {
  const t = useNoticeTexts();
  const known = useKnownWord();
  const language = useLanguage();
  return useMemo(() => {
    const say: SayCode = (code, isAlone) => {
      if (isOwn(code)) return t(`code.${code}`);
      if (code.includes("_")) return known(KINDS, code);
      return known(isAlone ? [...BARE, ...IN_BRACKETS] : BARE, code);
    };
    return (message) => readable(message, say, language);
  }, [t, known, language]);
}
