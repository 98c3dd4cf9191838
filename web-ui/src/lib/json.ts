/** A text, perhaps a name with its colon; a number; the beginning of a list or an object. */
const TOKEN = /"(?:[^"\\]|\\.)*"(\s*:\s*)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[[{]/g;
const PLAIN = /^-?\d+(?:\.\d+)?$/;

/** Reads JSON of the API: numbers of the properties in `exact` come as text, all else as usual. */
export function parseExact(text: string, exact: ReadonlySet<string>): unknown {
  return JSON.parse(quoteExact(text, exact));
}

/**
 * Puts the numbers of the properties in `exact` into quotes, so that no digit is lost in a binary
 * fraction when the text is read.
 */
export function quoteExact(text: string, exact: ReadonlySet<string>): string {
  let name = "";
  return text.replace(TOKEN, (token, colon: string | undefined) => {
    if (token.startsWith('"')) {
      name = colon === undefined ? "" : token.slice(1, token.length - colon.length - 1);
      return token;
    }
    const keep = exact.has(name) && PLAIN.test(token);
    name = "";
    return keep ? `"${token}"` : token;
  });
}
