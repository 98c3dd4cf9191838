/** Why the appliance asks a person, taken apart so that it can be said in every language. */
export type Warning =
  | { code: "flagged"; flag: string }
  | { code: "large" }
  | { code: "other"; text: string };

const FLAGGED = /^Content flagged ([A-Z_]+)$/;
const LARGE = /^Budget \S+ is above \S+$/;

export function readWarning(text: string): Warning {
  const flag = FLAGGED.exec(text)?.[1];
  if (flag !== undefined) return { code: "flagged", flag };
  return LARGE.test(text) ? { code: "large" } : { code: "other", text };
}
