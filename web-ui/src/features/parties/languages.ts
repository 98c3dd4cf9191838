/** Languages of notifications, each in its own words. */
export const LANGUAGES = [
  { value: "en", label: "English" },
  { value: "vi", label: "Tiếng Việt" },
  { value: "it", label: "Italiano" },
] as const;

export function languageName(code: string): string {
  return LANGUAGES.find(({ value }) => value === code)?.label ?? code;
}
