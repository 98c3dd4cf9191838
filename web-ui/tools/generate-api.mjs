// Writes the types of the API and the names of its exact numbers from the OpenAPI snapshot.
// `--check` writes nothing and ends with 1 where the committed files differ.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const SNAPSHOT = new URL("../../tests/api/snapshots/api__surface__openapi.snap", import.meta.url);
const FOLDER = new URL("../src/api/generated/", import.meta.url);
const AMOUNT = "#/components/schemas/Amount";
const HEADER = "// Made by `npm run generate` from the OpenAPI snapshot; not edited by hand.\n";

const document = readDocument();
const files = {
  "schema.ts": HEADER + (await types(document)),
  "decimals.ts": HEADER + decimals(document),
};
if (process.argv.includes("--check")) {
  check(files);
} else {
  for (const [name, text] of Object.entries(files)) writeFileSync(new URL(name, FOLDER), text);
}

function readDocument() {
  const text = readFileSync(SNAPSHOT, "utf8");
  const document = JSON.parse(text.slice(text.indexOf("\n---\n") + 5));
  const { schemas } = document.components;
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (name in schemas) continue;
    console.error(`the document names ${name} and does not describe it; taken as text`);
    schemas[name] = { type: "string" };
  }
  return document;
}

async function types(document) {
  const decimal = ts.factory.createTypeReferenceNode("Decimal");
  const nodes = await openapiTS(document, {
    alphabetize: true,
    inject: 'import type { Decimal } from "../../lib/decimal";\n',
    transform: (_schema, { path }) => (path === AMOUNT ? decimal : undefined),
  });
  return astToString(nodes);
}

// Properties that hold exact decimals; a name must mean the same in every schema.
function decimals(document) {
  const exact = new Set();
  const inexact = new Set();
  walk(document.components.schemas, (name, schema) => {
    const kinds = [schema, ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
    if (kinds.some((kind) => kind.$ref === AMOUNT)) exact.add(name);
    else if (kinds.some((kind) => [kind.type].flat().some(isNumber))) inexact.add(name);
  });
  const both = [...exact].filter((name) => inexact.has(name));
  if (both.length > 0) throw new Error(`exact in one schema, a plain number in another: ${both}`);
  const lines = [...exact].sort().map((name) => `  "${name}",\n`);
  return `\nexport const decimalNames: ReadonlySet<string> = new Set([\n${lines.join("")}]);\n`;
}

function isNumber(type) {
  return type === "number" || type === "integer";
}

function walk(value, visit) {
  if (Array.isArray(value)) for (const item of value) walk(item, visit);
  if (value === null || typeof value !== "object" || Array.isArray(value)) return;
  for (const [name, schema] of Object.entries(value.properties ?? {})) visit(name, schema);
  for (const item of Object.values(value)) walk(item, visit);
}

function check(files) {
  for (const [name, text] of Object.entries(files)) {
    if (readFileSync(new URL(name, FOLDER), "utf8") === text) continue;
    console.error(`src/api/generated/${name} differs from the OpenAPI snapshot: npm run generate`);
    process.exitCode = 1;
  }
}
