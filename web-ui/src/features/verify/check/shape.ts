import { isMembers, type Node } from "./json";
import { formatDay, formatTime, parseDay, parseTime, parseUuid } from "./text";

/** A value as read, and how it is written in its one spelling. */
export type Read<T> = { value: T; node: Node };
/** Reads a value or throws a `Misfit`. */
export type Shape<T> = (node: Node | undefined, path: string) => Read<T>;
export type ValueOf<S> = S extends Shape<infer T> ? T : never;

/** Where a file does not hold what its format asks for. */
export class Misfit extends Error {
  constructor(readonly path: string) {
    super(path);
  }
}

function plain<T extends Node>(fits: (node: Node | undefined) => node is T): Shape<T> {
  return (node, path) => {
    if (!fits(node)) throw new Misfit(path);
    return { value: node, node };
  };
}

export const text = plain((node): node is string => typeof node === "string");
export const flag = plain((node): node is boolean => typeof node === "boolean");

function whole(least: bigint, most: bigint): Shape<bigint> {
  return plain((node): node is bigint => typeof node === "bigint" && node >= least && node <= most);
}

export const u8 = whole(0n, 255n);
export const u16 = whole(0n, 65_535n);
export const u32 = whole(0n, 4_294_967_295n);
export const u64 = whole(0n, 18_446_744_073_709_551_615n);
export const i32 = whole(-2_147_483_648n, 2_147_483_647n);
export const i64 = whole(-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n);

export function word<const T extends string>(words: readonly T[]): Shape<T> {
  return plain((node): node is T => words.some((one) => one === node));
}

/** A text that has one canonical spelling and is kept as something else. */
function spelled<T>(parse: (text: string) => T | null, format: (value: T) => string): Shape<T> {
  return (node, path) => {
    const value = typeof node === "string" ? parse(node) : null;
    if (value === null) throw new Misfit(path);
    return { value, node: format(value) };
  };
}

export const uuid = spelled(parseUuid, (value) => value);
export const time = spelled(parseTime, formatTime);
export const day = spelled(parseDay, formatDay);

/** A value that may be absent; written as null then. */
export function maybe<T>(shape: Shape<T>): Shape<T | null> {
  return (node, path) => {
    if (node === undefined || node === null) return { value: null, node: null };
    return shape(node, path);
  };
}

export function list<T>(shape: Shape<T>): Shape<T[]> {
  return (node, path) => {
    if (!Array.isArray(node)) throw new Misfit(path);
    const read = node.map((item: Node, at) => shape(item, `${path}[${at}]`));
    return { value: read.map(({ value }) => value), node: read.map((item) => item.node) };
  };
}

type Shapes = Record<string, Shape<unknown>>;
type ObjectOf<S extends Shapes> = { [K in keyof S]: ValueOf<S[K]> };

/** Members by name, in the order in which they are written; no others may be there. */
export function object<S extends Shapes>(shapes: S): Shape<ObjectOf<S>> {
  return (node, path) => {
    if (node === undefined || !isMembers(node)) throw new Misfit(path);
    const stranger = [...node.keys()].find((name) => !Object.hasOwn(shapes, name));
    if (stranger !== undefined) throw new Misfit(join(path, stranger));
    const read = Object.entries(shapes).map(
      ([name, shape]) => [name, shape(node.get(name), join(path, name))] as const,
    );
    const value = Object.fromEntries(read.map(([name, member]) => [name, member.value]));
    return {
      value: value as ObjectOf<S>,
      node: new Map(read.map(([name, member]) => [name, member.node])),
    };
  };
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
