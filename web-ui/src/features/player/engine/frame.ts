import { sha256Hex } from "./bytes";
import type { Frame } from "./types";

const QUALITY = 0.75;
/** The appliance takes 2 MiB and 4096 pixels a side; one side of Full HD shows what was on. */
const LONGEST_SIDE = 1920;
const MOST_BYTES = 2 * 1024 * 1024;
const SMALLER = 0.7;

export type Size = { width: number; height: number };

/** Where content lies that is drawn whole, centred, as large as it fits. */
export function fitted(content: Size, into: Size) {
  const scale = Math.min(into.width / content.width, into.height / content.height);
  const [width, height] = [content.width * scale, content.height * scale];
  return { x: (into.width - width) / 2, y: (into.height - height) / 2, width, height };
}

/** A size with the same shape and no side longer than that. */
export function limited({ width, height }: Size, longest: number): Size {
  const scale = Math.min(1, longest / Math.max(width, height, 1));
  const at = (side: number) => Math.max(1, Math.round(side * scale));
  return { width: at(width), height: at(height) };
}

/**
 * Captures what a screen of that size shows, as JPEG. The file says in a comment which play it is of,
 * so that two plays which show the very same picture are still two captures.
 */
export async function capture(
  content: CanvasImageSource,
  contentSize: Size,
  screen: Size,
  note: string,
): Promise<Frame> {
  for (let longest = LONGEST_SIDE; ; longest *= SMALLER) {
    const size = limited(screen, longest);
    const canvas = new OffscreenCanvas(size.width, size.height);
    const pen = canvas.getContext("2d", { alpha: false });
    if (!pen) throw new Error("the browser draws no pictures");
    const at = fitted(contentSize, size);
    pen.drawImage(content, at.x, at.y, at.width, at.height);
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
    const bytes = withComment(new Uint8Array(await blob.arrayBuffer()), note);
    if (bytes.length > MOST_BYTES) continue;
    return { jpeg: new Blob([bytes], { type: "image/jpeg" }), sha256: await sha256Hex(bytes) };
  }
}

/** A JPEG file with a comment right after its beginning. */
export function withComment(jpeg: Uint8Array, note: string): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(note);
  const length = text.length + 2;
  const whole = new Uint8Array(jpeg.length + length + 2);
  whole.set(jpeg.subarray(0, 2));
  whole.set([0xff, 0xfe, length >> 8, length & 0xff], 2);
  whole.set(text, 6);
  whole.set(jpeg.subarray(2), 6 + text.length);
  return whole;
}
