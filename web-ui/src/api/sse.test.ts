import { expect, it } from "vitest";
import { StreamReader } from "./sse";

it("reads messages however the stream is cut", () => {
  const text =
    ': \n\nid: 7\nevent: play\ndata: {"a":1}\n\nevent: resync\ndata: {}\n\nid: 8\ndata: x';
  for (const size of [1, 2, 5, 1000]) {
    const reader = new StreamReader();
    const found = [];
    for (let at = 0; at < text.length; at += size)
      found.push(...reader.push(text.slice(at, at + size)));
    expect(found).toEqual([
      { event: "comment", data: "", id: null },
      { event: "play", data: '{"a":1}', id: "7" },
      { event: "resync", data: "{}", id: null },
    ]);
  }
});

it("joins lines of data", () => {
  expect(new StreamReader().push("data: a\ndata:b\n\n")[0]?.data).toBe("a\nb");
});
