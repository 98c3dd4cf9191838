import createClient, { type Middleware } from "openapi-fetch";
import { parseExact, quoteExact } from "../lib/json";
import { currentLanguage } from "../lib/texts";
import { decimalNames } from "./generated/decimals";
import type { components, paths } from "./generated/schema";
import { offline, readProblem } from "./problem";
import { queryClient } from "./query";
import { endDeed, nameDeed } from "./repeats";

/** A described shape of the API: `Schema<"CampaignView">`. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];
export type Me = Schema<"Me">;

/** Where the answer of "who am I" is kept. */
export const ME_KEY = ["me"] as const;

const CHANGING = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** Reads a body without losing a digit of money. */
export function readBody(text: string): unknown {
  return text === "" ? undefined : parseExact(text, decimalNames);
}

/** Every call: names the language and the deed, repeats the CSRF value, notices a session's end. */
const habits: Middleware = {
  async onRequest({ request }) {
    request.headers.set("accept-language", currentLanguage());
    const csrf = queryClient.getQueryData<Me | null>(ME_KEY)?.csrf;
    if (CHANGING.has(request.method) && csrf) request.headers.set("x-csrf-token", csrf);
    await nameDeed(request);
    return request;
  },
  async onResponse({ request, response }) {
    endDeed(request, response.status);
    if (response.ok) return isJson(response) ? quoted(response) : undefined;
    const isSignIn = new URL(request.url).pathname.endsWith("/auth/login");
    if (response.status === 401 && !isSignIn) queryClient.setQueryData(ME_KEY, null);
    throw readProblem(response.status, await bodyOf(response));
  },
};

function isJson(response: Response): boolean {
  return response.status !== 204 && (response.headers.get("content-type") ?? "").includes("json");
}

async function quoted(response: Response): Promise<Response> {
  const { status, statusText } = response;
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  return new Response(quoteExact(await response.text(), decimalNames), {
    status,
    statusText,
    headers,
  });
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return readBody(text);
  } catch {
    return undefined;
  }
}

async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw offline();
  }
}

const client = createClient<paths>({ baseUrl: location.origin, fetch: reach });
client.use(habits);

/**
 * The calls of the API, as the OpenAPI document describes them. What comes back is the body; any
 * answer but 2xx is thrown as a `Problem`.
 */
export const api = client;

/** The body of an answer; problems were thrown before. */
export async function body<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  return data as T;
}
