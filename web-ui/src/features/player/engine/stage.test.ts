import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Stage } from "./stage";

const film = new Blob(["film"], { type: "video/mp4" });
let host: HTMLElement;
let end: AbortController;
let released: ReturnType<typeof vi.spyOn>;

beforeEach(() => {
  vi.useFakeTimers();
  host = document.createElement("div");
  end = new AbortController();
  released = vi.spyOn(URL, "revokeObjectURL");
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Shows a film that never gets so far that it can play, or that never begins to play. */
function stuck(at: "loading" | "beginning") {
  vi.spyOn(HTMLVideoElement.prototype, "play").mockReturnValue(new Promise(() => {}));
  if (at === "beginning") {
    const oncanplay = { set: (ready: () => void) => ready(), configurable: true };
    vi.spyOn(document, "createElement").mockImplementationOnce((name) =>
      Object.defineProperty(document.createElement(name), "oncanplay", oncanplay),
    );
  }
  const outcome = new Stage(host).show("VIDEO", film, end.signal).then(
    () => "shown",
    (error: unknown) => String(error),
  );
  return outcome;
}

it.each(["loading", "beginning"] as const)("a film stuck in %s is given up", async (at) => {
  const outcome = stuck(at);
  await vi.advanceTimersByTimeAsync(14_900);
  expect(released).not.toHaveBeenCalled();
  expect(host.childElementCount).toBe(at === "beginning" ? 1 : 0);
  await vi.advanceTimersByTimeAsync(100);
  expect(await outcome).toBe("Error: it did not begin in time");
  expect(released).toHaveBeenCalledTimes(1);
  expect(host.childElementCount).toBe(0);
});

it.each(["loading", "beginning"] as const)("a film stuck in %s is cut off at once", async (at) => {
  const outcome = stuck(at);
  await vi.advanceTimersByTimeAsync(100);
  end.abort();
  expect(await outcome).toBe("Error: it was cut off");
  expect(released).toHaveBeenCalledTimes(1);
  expect(host.childElementCount).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});
