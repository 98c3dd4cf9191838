import { afterEach, expect, it, vi } from "vitest";
import { api, body, ME_KEY } from "./client";
import { Problem } from "./problem";
import { queryClient } from "./query";

afterEach(() => {
  vi.unstubAllGlobals();
  queryClient.clear();
});

function answer(status: number, text: string, type = "application/json") {
  const calls: Request[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    calls.push(request);
    return new Response(text, { status, headers: { "content-type": type } });
  });
  return calls;
}

const wallet = (owner_id: string) =>
  body(api.GET("/api/v1/wallets/{owner_id}", { params: { path: { owner_id } } }));

it("money keeps every digit", async () => {
  answer(200, '{"available_balance":9007199254740.993001,"currency":"USD"}');
  expect(await wallet("1")).toMatchObject({ available_balance: "9007199254740.993001" });
});

it("a refusal is thrown with its sentence, its fields and its numbers", async () => {
  const text = `{"status":422,"error":"VALIDATION_FAILED","message":"2 fields","request_id":"r-1",
    "fields":[{"field":"email","error":"INVALID","message":"no address"}],"amount":1.10}`;
  answer(422, text, "application/problem+json");
  const problem = await wallet("1").catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(Problem);
  expect(problem).toMatchObject({ status: 422, message: "2 fields", requestId: "r-1" });
  expect((problem as Problem).of("email")).toBe("no address");
  expect((problem as Problem).members["amount"]).toBe("1.10");
});

it("a lost session empties who is signed in; a wrong password does not", async () => {
  queryClient.setQueryData(ME_KEY, { id: "1", csrf: "c" });
  answer(401, '{"status":401,"error":"UNAUTHENTICATED","message":"wrong"}');
  await expect(
    body(api.POST("/api/v1/auth/login", { body: { email: "a", password: "b" } })),
  ).rejects.toThrow("wrong");
  expect(queryClient.getQueryData(ME_KEY)).toMatchObject({ id: "1" });
  await expect(wallet("1")).rejects.toThrow("wrong");
  expect(queryClient.getQueryData(ME_KEY)).toBeNull();
});

it("changing calls repeat the session's value, reading ones do not", async () => {
  queryClient.setQueryData(ME_KEY, { id: "1", csrf: "c-7" });
  const calls = answer(204, "");
  await api.POST("/api/v1/auth/logout");
  await api.GET("/api/v1/auth/me");
  expect(calls.map((call) => call.headers.get("x-csrf-token"))).toEqual(["c-7", null]);
});

it("no answer at all is a problem of its own", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("refused")));
  await expect(wallet("1")).rejects.toMatchObject({ status: 0, error: "OFFLINE" });
});
