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

export type Appliance = {
  base: string;
  output: () => string;
  stop: () => Promise<void>;
  /** Ends the process, as a power cut would not; its data stay. */
  halt: () => Promise<void>;
  /** Starts it again at the same address with the same data. */
  resume: () => Promise<void>;
};

/** A small demo: two days, sixteen screens, live plays. */
export function startDemo(): Promise<Appliance> {
  return start(
    ["demo", "--days", "2", "--devices", "16", "--seed", "7", "--password", PASSWORD],
    /is open at/,
  );
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
  const run = async () => {
    const next = spawn(BINARY, all, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    const before = output.length;
    for (const stream of [next.stdout, next.stderr]) {
      stream.on("data", (bytes: Buffer) => {
        output += bytes.toString();
      });
    }
    await said(next, () => output.slice(before), ready);
    return next;
  };
  let child: ChildProcess = await run();
  const front = DIST === "" ? port : await freePort();
  const openFront = () => (DIST === "" ? () => {} : serveBuilt(DIST, front, port));
  let closeFront = await openFront();
  const halt = async () => {
    closeFront();
    child.kill("SIGTERM");
    if (child.exitCode === null) await new Promise((resolve) => child.once("exit", resolve));
  };
  return {
    base: `http://127.0.0.1:${front}`,
    output: () => output,
    halt,
    resume: async () => {
      child = await run();
      closeFront = await openFront();
    },
    stop: async () => {
      await halt();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function said(child: ChildProcess, output: () => string, ready: RegExp): Promise<void> {
  while (!ready.test(output())) {
    if (child.exitCode !== null) throw new Error(`the appliance ended:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
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
