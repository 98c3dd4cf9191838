/** A value of JSON whose numbers are whole; members keep their order. */
export type Node = null | boolean | bigint | string | readonly Node[] | Members;
export type Members = ReadonlyMap<string, Node>;

/** Why a text is no JSON of an evidence file; the place counts characters from 0. */
export class NotJson extends Error {
  constructor(readonly at: number) {
    super(`character ${at} does not fit`);
  }
}

/** Nothing that an evidence file holds lies deeper. */
const DEEPEST = 64;
const SPACE = /[ \n\t\r]*/y;
const WHOLE = /-?(?:0|[1-9][0-9]*)(?![0-9.eE])/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Reads JSON with whole numbers of any size, each member once; nothing else is taken. */
export function readJson(text: string): Node {
  const reader = new Reader(text);
  const node = reader.value(0);
  reader.end();
  return node;
}

class Reader {
  #at = 0;

  constructor(readonly text: string) {}

  value(depth: number): Node {
    if (depth > DEEPEST) throw new NotJson(this.#at);
    this.#take(SPACE);
    switch (this.text[this.#at]) {
      case "{":
        return this.#members(depth);
      case "[":
        return this.#list(depth);
      case '"':
        return this.#string();
      case "n":
        return this.#word("null", null);
      case "t":
        return this.#word("true", true);
      case "f":
        return this.#word("false", false);
      default:
        return this.#number();
    }
  }

  end(): void {
    this.#take(SPACE);
    if (this.#at !== this.text.length) throw new NotJson(this.#at);
  }

  #members(depth: number): Members {
    const members = new Map<string, Node>();
    this.#at += 1;
    if (this.#next("}")) return members;
    do {
      this.#take(SPACE);
      const start = this.#at;
      const name = this.#string();
      if (members.has(name)) throw new NotJson(start);
      this.#expect(":");
      members.set(name, this.value(depth + 1));
    } while (this.#next(","));
    this.#expect("}");
    return members;
  }

  #list(depth: number): Node[] {
    const items: Node[] = [];
    this.#at += 1;
    if (this.#next("]")) return items;
    do items.push(this.value(depth + 1));
    while (this.#next(","));
    this.#expect("]");
    return items;
  }

  #string(): string {
    const start = this.#at;
    if (this.text[start] !== '"') throw new NotJson(start);
    this.#at += 1;
    while (this.text[this.#at] !== '"') this.#character();
    this.#at += 1;
    const text: string = JSON.parse(this.text.slice(start, this.#at));
    if (!isWhole(text)) throw new NotJson(start);
    return text;
  }

  #character(): void {
    const sign = this.text[this.#at];
    if (sign === undefined || sign < " ") throw new NotJson(this.#at);
    if (sign !== "\\") this.#at += 1;
    else if (this.#take(ESCAPE) === null) throw new NotJson(this.#at);
  }

  #number(): bigint {
    const start = this.#at;
    const taken = this.#take(WHOLE);
    if (taken === null || taken === "-0") throw new NotJson(start);
    return BigInt(taken);
  }

  #word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.#at)) throw new NotJson(this.#at);
    this.#at += word.length;
    return value;
  }

  #next(sign: string): boolean {
    this.#take(SPACE);
    if (this.text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#next(sign)) throw new NotJson(this.#at);
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0] ?? null;
    this.#at += found?.length ?? 0;
    return found;
  }
}

/** Whether no half of a character stands alone. */
function isWhole(text: string): boolean {
  return !/[\ud800-\udfff]/u.test(text);
}

/** JSON without spaces: what is hashed. */
export function compactJson(node: Node): string {
  return write(node, null);
}

/** JSON as the file is written: two spaces, a newline at the end. */
export function spelledJson(node: Node): string {
  return `${write(node, "\n")}\n`;
}

/** `line` is a newline with the indent of where the value stands; null for no lines at all. */
function write(node: Node, line: string | null): string {
  if (typeof node === "string") return JSON.stringify(node);
  if (node === null || typeof node !== "object") return String(node);
  const inner = line === null ? null : `${line}  `;
  const [open, close, items] = isMembers(node)
    ? (["{", "}", [...node].map((member) => writeMember(member, inner))] as const)
    : (["[", "]", node.map((item) => write(item, inner))] as const);
  if (items.length === 0) return open + close;
  return `${open}${inner ?? ""}${items.join(`,${inner ?? ""}`)}${line ?? ""}${close}`;
}

function writeMember([name, node]: readonly [string, Node], inner: string | null): string {
  return `${JSON.stringify(name)}:${inner === null ? "" : " "}${write(node, inner)}`;
}

export function isMembers(node: Node): node is Members {
  return node instanceof Map;
}
