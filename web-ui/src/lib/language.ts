/** The languages of the interface. */
export const LANGUAGES = ["en", "vi", "it"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language by its own name. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: "English",
  vi: "Tiếng Việt",
  it: "Italiano",
};

const KEPT_AS = "vetrina.language";

export function isLanguage(text: string | null | undefined): text is Language {
  return LANGUAGES.some((language) => language === text);
}

/** The language chosen here before, else the browser's, else English. */
export function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT_AS);
  if (isLanguage(kept)) return kept;
  const asked = navigator.languages.map((tag) => tag.split("-")[0]?.toLowerCase());
  return asked.find(isLanguage) ?? "en";
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEPT_AS, language);
}
