import { afterEach, expect, it, vi } from "vitest";
import { download, nameOf, type Progress } from "./download";
import { Problem } from "./problem";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("asks a busy appliance again when it says, and tells what it does", async () => {
  vi.useFakeTimers();
  const busy = new Response('{"status":503,"error":"OVERLOADED","message":"Busy"}', {
    status: 503,
    headers: { "retry-after": "3" },
  });
  const file = new Response("abc", {
    headers: { "content-disposition": 'attachment; filename="a.pdf"' },
  });
  vi.stubGlobal("fetch", vi.fn().mockResolvedValueOnce(busy).mockResolvedValueOnce(file));
  const told: Progress[] = [];
  const got = download("/x", { onProgress: (progress) => told.push(progress) });
  await vi.advanceTimersByTimeAsync(3_000);
  expect((await got).name).toBe("a.pdf");
  expect(told.map(({ step }) => step)).toEqual(["making", "waiting", "making", "arriving"]);
  expect(told[1]).toEqual({ step: "waiting", seconds: 3 });
});

it("throws what the appliance refuses", async () => {
  const refused = new Response('{"status":404,"error":"NOT_FOUND","message":"Gone"}', {
    status: 404,
  });
  vi.stubGlobal("fetch", vi.fn().mockResolvedValue(refused));
  await expect(download("/x")).rejects.toThrow(Problem);
});

it("reads the name of a file with all its letters", () => {
  const name = "attachment; filename=\"p.pdf\"; filename*=UTF-8''L%E1%BB%A5a%20%2F%201.pdf";
  expect(nameOf(name)).toBe("Lụa _ 1.pdf");
  expect(nameOf('attachment; filename="p.pdf"')).toBe("p.pdf");
  expect(nameOf("")).toBe("download");
});
