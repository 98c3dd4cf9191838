import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES: Record<string, string> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};
const NONCE = "bm9uY2Utb2YtdGVzdHM=";

/** The policy that the binary sends with its page, so that a page that breaks it fails here too. */
const POLICY =
  `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${NONCE}'; ` +
  "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; " +
  "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; " +
  "frame-ancestors 'none'";

/**
 * Serves a built interface in front of an appliance that carries another one, or none: what is
 * tested is then this folder. An appliance that does not answer is a broken connection here.
 */
export function serveBuilt(folder: string, port: number, appliance: number): Promise<() => void> {
  const server = createServer((asked, answer) => {
    const { pathname } = new URL(asked.url ?? "/", "http://front");
    if (pathname.startsWith("/api/")) passOn(asked, answer, appliance);
    else if (extname(pathname) in TYPES) serveFile(join(folder, normalize(pathname)), answer);
    else if (asked.headers.accept?.includes("text/html")) servePage(folder, answer);
    else answer.writeHead(404).end();
  });
  // A test that computes for some seconds must not find its connection closed meanwhile.
  server.keepAliveTimeout = 600_000;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () =>
      resolve(() => {
        server.closeAllConnections();
        server.close();
      }),
    );
  });
}

function passOn(asked: IncomingMessage, answer: ServerResponse, port: number): void {
  const { method, headers, url: path } = asked;
  const host = `127.0.0.1:${port}`;
  const onward = request({
    host: "127.0.0.1",
    port,
    method,
    path,
    headers: { ...headers, host },
    // A connection of its own: one that is used again may have been closed by the other end.
    agent: false,
  });
  onward.on("response", (got) => {
    answer.writeHead(got.statusCode ?? 502, got.headers);
    // A stream of events begins with its head, long before its first event.
    answer.flushHeaders();
    got.on("error", () => answer.destroy());
    got.pipe(answer);
  });
  onward.on("error", () => answer.destroy());
  answer.on("close", () => onward.destroy());
  asked.pipe(onward);
}

function serveFile(path: string, answer: ServerResponse): void {
  try {
    const bytes = readFileSync(path);
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    answer.writeHead(200, { "content-type": type, "x-content-type-options": "nosniff" });
    answer.end(bytes);
  } catch {
    answer.writeHead(404).end();
  }
}

function servePage(folder: string, answer: ServerResponse): void {
  const page = readFileSync(join(folder, "index.html"), "utf8").replaceAll("%NONCE%", NONCE);
  const head = { "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY };
  answer.writeHead(200, head);
  answer.end(page);
}
