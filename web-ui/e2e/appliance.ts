import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The binary with the interface inside: `cargo build --features embed-ui`. */
const BINARY = process.env["UI_BINARY"] ?? "";
export const PASSWORD = "look-around-42";

export type Appliance = { base: string; output: () => string; stop: () => Promise<void> };

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

async function start(args: string[], ready: RegExp): Promise<Appliance> {
  if (BINARY === "") throw new Error("UI_BINARY must name the binary");
  const folder = mkdtempSync(join(tmpdir(), "vetrina-e2e-"));
  const port = await freePort();
  const listen = `127.0.0.1:${port}`;
  const all = [...args, "--listen", listen, "--data", join(folder, "data")];
  const child = spawn(BINARY, all, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes: Buffer) => {
      output += bytes.toString();
    });
  }
  await said(child, () => output, ready);
  const stop = async () => {
    child.kill("SIGTERM");
    await new Promise((resolve) =>
      child.exitCode === null ? child.once("exit", resolve) : resolve(0),
    );
    rmSync(folder, { recursive: true, force: true });
  };
  return { base: `http://${listen}`, output: () => output, stop };
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
