import i18next from "i18next";
import { useMemo, useSyncExternalStore } from "react";
import { firstLanguage, isLanguage, keepLanguage, LANGUAGES, type Language } from "./language";

/** What one language says: a sentence by key; `{{name}}` stands for a value. */
export type Sentences = Record<string, string>;

/** Keys that a caller names: plurals are written `key_one` and `key_other` and named `key`. */
export type KeyOf<T extends Sentences> = {
  [K in keyof T & string]: K extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : K;
}[keyof T & string];

type Given = Record<string, string | number>;
/** Says a sentence in the language that is on. */
export type Say<T extends Sentences> = (key: KeyOf<T>, values?: Given) => string;

export type Texts<T extends Sentences> = { [L in Language]: { [K in keyof T]: string } };

const registered = new Map<string, Texts<Sentences>>();

/** Starts the language machinery; called once, before anything is drawn. */
export function startTexts(): void {
  void i18next.init({
    lng: firstLanguage(),
    fallbackLng: "en",
    resources: Object.fromEntries(LANGUAGES.map((language) => [language, {}])),
    interpolation: { escapeValue: false },
    keySeparator: false,
    nsSeparator: false,
    showSupportNotice: false,
  } as Parameters<typeof i18next.init>[0]);
  document.documentElement.lang = currentLanguage();
}

/** The texts of one feature, in all languages; the hook that comes back says them. */
export function defineTexts<const T extends Sentences>(
  name: string,
  texts: Texts<T> & { en: T },
): () => Say<T> {
  registered.set(name, texts);
  // biome-ignore lint/correctness/noComponentHookFactories: made once for each feature, at its module
  return function useTexts(): Say<T> {
    const language = useLanguage();
    return useMemo(() => sayer(name, texts, language), [language]);
  };
}

/** All texts that were defined; for the test that no language lacks a sentence. */
export function allTexts(): ReadonlyMap<string, Texts<Sentences>> {
  return registered;
}

/** The language that is on; cheap, since each cell of a long table asks for it. */
export function useLanguage(): Language {
  return useSyncExternalStore(followLanguage, currentLanguage);
}

function followLanguage(changed: () => void): () => void {
  i18next.on("languageChanged", changed);
  return () => i18next.off("languageChanged", changed);
}

export function currentLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : "en";
}

export async function changeLanguage(language: Language): Promise<void> {
  keepLanguage(language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

function sayer<T extends Sentences>(name: string, texts: Texts<T>, language: Language): Say<T> {
  const sentences: Sentences = texts[language];
  if (!i18next.hasResourceBundle(language, name)) {
    i18next.addResourceBundle(language, name, sentences);
  }
  const say = i18next.getFixedT(language, name);
  return (key, values) => {
    const count = values?.["count"];
    const isPlural = typeof count === "number" && `${key}_other` in sentences;
    const full = isPlural ? `${key}_${pluralForm(count, language)}` : key;
    return say(full, written(values, language));
  };
}

/** Only `one` and `other` are written; Italian's `many` reads as `other`. */
function pluralForm(count: number, language: Language): "one" | "other" {
  return new Intl.PluralRules(language).select(count) === "one" ? "one" : "other";
}

/** Numbers in sentences are written as the language writes them. */
function written(values: Given | undefined, language: Language): Record<string, string> {
  const pairs = Object.entries(values ?? {});
  return Object.fromEntries(
    pairs.map(([name, value]) => [
      name,
      typeof value === "number" ? new Intl.NumberFormat(language).format(value) : apart(value),
    ]),
  );
}

/** Letters that run from right to left, and marks that turn what follows around. */
const TURNING = /[\u0590-\u08ff\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A name that runs from right to left stands apart, so that the sentence around it stays as it is. */
function apart(value: string): string {
  return TURNING.test(value) ? `\u2068${value}\u2069` : value;
}
