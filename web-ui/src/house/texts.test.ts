import { expect, it } from "vitest";
import { LANGUAGES } from "../lib/language";
import { allTexts, changeLanguage, defineTexts, type Sentences } from "../lib/texts";

// Every file that defines texts, so that a new one is checked without being named here.
const files = import.meta.glob("../**/{texts,words}.ts", { eager: true });

const VALUE = /\{\{\s*(\w+)\s*\}\}/g;

function valuesOf(sentence: string): string[] {
  return [...sentence.matchAll(VALUE)].map(([, name = ""]) => name).sort();
}

function objections(name: string, texts: Record<string, Sentences>): string[] {
  const keys = new Set(Object.values(texts).flatMap((one) => Object.keys(one)));
  const found: string[] = [];
  for (const key of keys) {
    const expected = valuesOf(texts["en"]?.[key] ?? "").join();
    for (const language of LANGUAGES) {
      const sentence = texts[language]?.[key] ?? "";
      if (sentence.trim() === "") found.push(`${name}.${key} lacks ${language}`);
      else if (valuesOf(sentence).join() !== expected) {
        found.push(`${name}.${key} has other values in ${language}`);
      }
    }
  }
  return found;
}

it("every sentence is there in every language, with the same values", () => {
  expect(Object.keys(files).length).toBeGreaterThan(5);
  const found = [...allTexts()].flatMap(([name, texts]) => objections(name, texts));
  expect(found).toEqual([]);
});

it("no two features share a name", () => {
  expect(allTexts().size).toBe(
    Object.keys(files).filter((path) => !path.includes("lib/texts")).length,
  );
});

it("sees what is missing", () => {
  const texts = { en: { a: "A {{x}}", b: "B" }, vi: { a: "A", b: "B" }, it: { a: "A {{x}}" } };
  expect(objections("t", texts as never)).toEqual(["t.a has other values in vi", "t.b lacks it"]);
});

it("says plurals and numbers as the language does", async () => {
  const { renderHook, act } = await import("@testing-library/react");
  const sentences = { plays_one: "{{count}} play", plays_other: "{{count}} plays" };
  const useSample = defineTexts("sample", {
    en: sentences,
    vi: { plays_one: "{{count}} lượt", plays_other: "{{count}} lượt" },
    it: { plays_one: "{{count}} passaggio", plays_other: "{{count}} passaggi" },
  });
  const said = renderHook(() => useSample());
  await act(() => changeLanguage("en"));
  expect(said.result.current("plays", { count: 1 })).toBe("1 play");
  expect(said.result.current("plays", { count: 12345 })).toBe("12,345 plays");
  await act(() => changeLanguage("it"));
  expect(said.result.current("plays", { count: 1_000_000 })).toBe("1.000.000 passaggi");
  await act(() => changeLanguage("vi"));
  expect(said.result.current("plays", { count: 1 })).toBe("1 lượt");
});

it("keeps a name that runs from right to left from turning the sentence around", async () => {
  const { renderHook, act } = await import("@testing-library/react");
  const en = { added: "“{{name}}” was added." };
  const useSample = defineTexts("sample-apart", { en, vi: en, it: en });
  const said = renderHook(() => useSample());
  await act(() => changeLanguage("en"));
  expect(said.result.current("added", { name: "Ada" })).toBe("“Ada” was added.");
  expect(said.result.current("added", { name: "\u202eadA" })).toBe(
    "“\u2068\u202eadA\u2069” was added.",
  );
});
