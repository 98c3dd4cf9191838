import type { FileFacts } from "./checks";

/** Looks at a file as far as the browser can. */
export async function probe(file: File): Promise<FileFacts> {
  const base = { type: file.type, bytes: file.size, width: null, height: null, seconds: null };
  try {
    if (file.type.startsWith("image/")) return { ...base, ...(await pictureOf(file)) };
    if (file.type.startsWith("video/")) return { ...base, ...(await filmOf(file)) };
  } catch {
    // What the browser cannot read, the appliance will look at.
  }
  return base;
}

async function pictureOf(file: File) {
  const picture = await createImageBitmap(file);
  const { width, height } = picture;
  picture.close();
  return { width, height };
}

function filmOf(file: File): Promise<{ width: number; height: number; seconds: number }> {
  const address = URL.createObjectURL(file);
  const film = document.createElement("video");
  film.preload = "metadata";
  return new Promise<{ width: number; height: number; seconds: number }>((resolve, reject) => {
    film.onloadedmetadata = () =>
      resolve({ width: film.videoWidth, height: film.videoHeight, seconds: film.duration });
    film.onerror = () => reject(new Error("the film cannot be read"));
    film.src = address;
  }).finally(() => URL.revokeObjectURL(address));
}

/** SHA-256 in hex; null where the browser offers none, as on a page without TLS. */
export async function hashOf(bytes: Promise<ArrayBuffer>): Promise<string | null> {
  const { subtle } = crypto as { subtle?: SubtleCrypto };
  if (subtle === undefined) return null;
  const digest = new Uint8Array(await subtle.digest("SHA-256", await bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
