import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serveBuilt } from "./front";

/** The binary with the interface inside: `cargo build --features embed-ui`. */
const BINARY = process.env["UI_BINARY"] ?? "";
export const PASSWORD = "look-around-42";

/** A built interface to test instead of the one inside the binary: `UI_DIST=dist`. */
const DIST = process.env["UI_DIST"] ?? "";

/** What an appliance may take to start: a demo makes its days first. */
const START = 540_000;
/** What an appliance may take to end by itself. */
const GRACE = 60_000;

export type Appliance = {
  base: string;
  output: () => string;
  stop: () => Promise<void>;
  /** Ends the process, as a power cut would not; its data stay. */
  halt: () => Promise<void>;
  /** Starts it again at the same address with the same data. */
  resume: () => Promise<void>;
};

/** A small demo with live plays; an A/B test needs eight days at least. */
export function startDemo(days = 2, devices = 16): Promise<Appliance> {
  const size = ["--days", String(days), "--devices", String(devices)];
  return start(["demo", ...size, "--seed", "7", "--password", PASSWORD], /is open at/);
}

/** An appliance without anything. */
export function startFresh(): Promise<Appliance> {
  return start(["serve"], /First start: open/);
}

/** An appliance without anybody, that a program sets up with this token; settings by environment. */
export function startEmpty(token: string, settings: Record<string, string>): Promise<Appliance> {
  return start(["serve"], /is serving on/, {
    ...settings,
    VETRINA_BOOTSTRAP_TOKEN: token,
  });
}

/** The same with a clock that starts at a moment and stands until a program sets it. */
export function startSimulated(
  token: string,
  settings: Record<string, string>,
  from: Date,
): Promise<Appliance> {
  return start(["serve", "--sim-clock", from.toISOString()], /is serving on/, {
    ...settings,
    VETRINA_BOOTSTRAP_TOKEN: token,
  });
}

async function start(
  args: string[],
  ready: RegExp,
  env: Record<string, string> = {},
): Promise<Appliance> {
  if (BINARY === "") throw new Error("UI_BINARY must name the binary");
  const folder = mkdtempSync(join(tmpdir(), "vetrina-e2e-"));
  const port = await freePort();
  const all = [...args, "--listen", `127.0.0.1:${port}`, "--data", join(folder, "data")];
  let output = "";
  let child: ChildProcess | null = null;
  let closeFront = () => {};
  const warden = watchOver(folder);
  const front = DIST === "" ? port : await freePort();
  const run = async () => {
    const next = spawn(BINARY, all, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    child = next;
    warden.guard(next.pid);
    const before = output.length;
    for (const stream of [next.stdout, next.stderr]) {
      stream.on("data", (bytes: Buffer) => {
        output += bytes.toString();
      });
    }
    await said(next, () => output.slice(before), ready);
    if (DIST !== "") closeFront = await serveBuilt(DIST, front, port);
  };
  const halt = async () => {
    closeFront();
    if (child) await ended(child);
    warden.guard(undefined);
  };
  const stop = async () => {
    await halt();
    rmSync(folder, { recursive: true, force: true });
    warden.dismiss();
  };
  try {
    await run();
  } catch (problem) {
    await stop();
    throw problem;
  }
  return {
    base: `http://127.0.0.1:${front}`,
    output: () => output,
    halt,
    resume: run,
    stop,
  };
}

/** Ends a binary and takes its folder away once this process is gone, in whatever way it went. */
function watchOver(folder: string) {
  const script =
    'while read -r pid; do last=$pid; done; [ "$last" ] && kill -9 "$last"; rm -rf "$0"';
  const shell = spawn("/bin/sh", ["-c", script, folder], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  shell.unref();
  shell.stdin.on("error", () => {});
  return {
    guard: (pid: number | undefined) => shell.stdin.write(`${pid ?? ""}\n`),
    dismiss: () => shell.stdin.end(),
  };
}

async function said(child: ChildProcess, output: () => string, ready: RegExp): Promise<void> {
  for (const end = Date.now() + START; !ready.test(output()); ) {
    if (hasEnded(child)) throw new Error(`the appliance ended:\n${output()}`);
    if (Date.now() > end) throw new Error(`not ready within ${START} ms:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) =>
  exitCode !== null || signalCode !== null;

/** Asks a process to end, and waits for it; one that does not within its time is ended. */
async function ended(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const over = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const patience = setTimeout(() => child.kill("SIGKILL"), GRACE);
  await over;
  clearTimeout(patience);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
