import { useMemo } from "react";
import { formatMoment, sayDays } from "./dates";
import type { Language } from "./language";
import { useLanguage } from "./texts";
import { useKnownWord, type WordKind } from "./words";

/** Kinds of words that sentences carry as codes; reasons first, since they are the most. */
const KINDS: readonly WordKind[] = [
  "Code",
  "StopReason",
  "PauseReason",
  "SuspensionReason",
  "DisputeKind",
  "Rejection",
  "CampaignStatus",
];
/** Codes of one word that sentences carry outside of brackets. */
const BARE: readonly WordKind[] = ["Code", "ScanFlag"];
/** Codes of one word that sentences carry in brackets. */
const IN_BRACKETS: readonly WordKind[] = ["Role", "DisputeKind", "StopReason"];

const MOMENT = /(?<![\w-])\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const ID = / \([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\)/g;
const CODE = /(?<![\p{L}\d_-])[A-Z]{2,}(?:_[A-Z0-9]+)*(?![\p{L}\d_-])/gu;

/** Says a code; `isAlone` where the sentence has it in brackets. */
export type SayCode = (code: string, isAlone: boolean) => string | null;

/** A sentence of the appliance with words for its codes, times of the reader's zone, without ids. */
export function readable(message: string, say: SayCode, language: Language, zone?: string): string {
  return sayDays(message, language)
    .replace(ID, "")
    .replace(MOMENT, (iso) => formatMoment(iso, language, zone))
    .replace(CODE, (code, at: number, text: string) => say(code, text[at - 1] === "(") ?? code);
}

/** The same in the language that is on, in the zone of whoever reads. */
export function useReadable(): (message: string) => string {
  const known = useKnownWord();
  const language = useLanguage();
  return useMemo(() => {
    const say: SayCode = (code, isAlone) => {
      if (code.includes("_")) return known(KINDS, code);
      return known(isAlone ? [...BARE, ...IN_BRACKETS] : BARE, code);
    };
    return (message) => readable(message, say, language);
  }, [known, language]);
}
