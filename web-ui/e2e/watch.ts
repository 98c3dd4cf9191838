import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What a page must not do: complain, crash, or ask somebody else. */
export function watch(page: Page, base: string): string[] {
  const found: string[] = [];
  page.on("pageerror", (error) => found.push(`crash at ${page.url()}: ${error.message}`));
  page.on("console", (line) => {
    const text = line.text();
    // The browser itself reports each answer that is none of 2xx; those are the tests' own.
    if (line.type() === "error" && !text.startsWith("Failed to load resource")) {
      found.push(`complaint at ${page.url()}: ${text}`);
    }
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(base) && !url.startsWith("data:") && !url.startsWith("blob:")) {
      found.push(`asked another host: ${url}`);
    }
  });
  return found;
}

type Finding = { id: string; impact: string | null; nodes: { html: string }[] };

/** Serious and critical findings of axe on what is shown. */
export async function accessibility(page: Page): Promise<string[]> {
  const findings = await page.evaluate(`${AXE}; axe.run(document, { resultTypes: ["violations"] })
    .then(({ violations }) => violations)`);
  return (findings as Finding[])
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) =>
        `${id} at ${new URL(page.url()).pathname}: ${nodes.map(({ html }) => html).join("\n")}`,
    );
}
