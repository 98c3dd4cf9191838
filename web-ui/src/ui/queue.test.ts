import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { useQueue } from "./queue";

function desk(...keys: string[]) {
  return renderHook(({ keys, view }) => useQueue(keys, view), {
    initialProps: { keys, view: "all" },
  });
}

it("what another took is followed by the next, which no key decides before J, K or a click", () => {
  const { result, rerender } = desk("a", "b", "c");
  act(() => result.current.go(1));
  rerender({ keys: ["a", "c"], view: "all" });
  expect(result.current).toMatchObject({ openKey: "c", byKey: false });
  act(() => result.current.go(1));
  expect(result.current).toMatchObject({ openKey: "c", byKey: true });
  rerender({ keys: ["a"], view: "all" });
  expect(result.current).toMatchObject({ openKey: "a", byKey: false });
  act(() => result.current.open("a"));
  expect(result.current.byKey).toBe(true);
  rerender({ keys: [], view: "all" });
  expect(result.current.openKey).toBeNull();
});

it("one's own decisions follow each other, whether the answer or the news comes first", () => {
  const { result, rerender } = desk("a", "b", "c");
  act(() => result.current.onDecided(["a"]));
  rerender({ keys: ["b", "c"], view: "all" });
  expect(result.current).toMatchObject({ openKey: "b", byKey: true });
  rerender({ keys: ["c"], view: "all" });
  expect(result.current.byKey).toBe(false);
  act(() => result.current.onDecided(["b"]));
  expect(result.current).toMatchObject({ openKey: "c", byKey: true });
});

it("what was chosen and is gone is not replaced by what is open", () => {
  const { result, rerender } = desk("a", "b", "c");
  act(() => result.current.toggle("b"));
  expect(result.current.byKey).toBe(true);
  rerender({ keys: ["a", "c"], view: "all" });
  expect(result.current).toMatchObject({ openKey: "a", byKey: false });
  act(() => result.current.go(-1));
  expect(result.current.byKey).toBe(true);
  expect([...result.current.chosen]).toEqual([]);
});
