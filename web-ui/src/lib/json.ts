/** A text, perhaps a name with its colon; a number; the beginning of a list or an object. */
const TOKEN = /"(?:[^"\\]|\\.)*"(\s*:\s*)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[[{]/g;
const PLAIN = /^-?\d+(?:\.\d+)?$/;

/**
 * Reads JSON of the API. Numbers of the properties in `exact` stay text, so that no digit is lost
 * in a binary fraction; everything else is as `JSON.parse` reads it.
 */
export function parseExact(text: string, exact: ReadonlySet<string>): unknown {
  let name = "";
  const quoted = text.replace(TOKEN, (token, colon: string | undefined) => {
    if (token.startsWith('"')) {
      name = colon === undefined ? "" : token.slice(1, token.length - colon.length - 1);
      return token;
    }
    const keep = exact.has(name) && PLAIN.test(token);
    name = "";
    return keep ? `"${token}"` : token;
  });
  return JSON.parse(quoted);
}
