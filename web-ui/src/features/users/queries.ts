import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { advertisersQuery, PAGE, suppliersQuery } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { queryClient } from "../../api/query";

export type User = Schema<"UserView">;
export type Token = Schema<"ApiTokenView">;

const USERS = ["users"] as const;
const TOKENS = ["api-tokens"] as const;
const most = { params: { query: { limit: PAGE } } };

export const usersQuery = queryOptions({
  queryKey: [...USERS, "all"],
  queryFn: () => body(api.GET("/api/v1/users", most)),
  select: ({ items }) => items,
});

export const tokensQuery = queryOptions({
  queryKey: TOKENS,
  queryFn: () => body(api.GET("/api/v1/api-tokens", most)),
  select: ({ items }) => items,
});

export type Owner = { id: string; name: string; kind: "ADVERTISER" | "SUPPLIER" };

/** Everybody that people and tokens can act for. */
export function useOwners(): Owner[] {
  const advertisers = useQuery(advertisersQuery).data;
  const suppliers = useQuery(suppliersQuery).data;
  return useMemo(
    () => [
      ...(advertisers ?? []).map(({ id, name }) => ({ id, name, kind: "ADVERTISER" as const })),
      ...(suppliers ?? []).map(({ id, name }) => ({ id, name, kind: "SUPPLIER" as const })),
    ],
    [advertisers, suppliers],
  );
}

export function useAddUser() {
  return useMutation({
    mutationFn: (given: Schema<"NewUser">) => body(api.POST("/api/v1/users", { body: given })),
    meta: { showsProblem: true },
    onSettled: () => queryClient.invalidateQueries({ queryKey: USERS }),
  });
}

export function useChangeUser(id: string) {
  return useMutation({
    mutationFn: (change: Schema<"UserChange">) =>
      body(api.PATCH("/api/v1/users/{id}", { params: { path: { id } }, body: change })),
    meta: { showsProblem: true },
    onSettled: () => queryClient.invalidateQueries({ queryKey: USERS }),
  });
}

export function useAddToken() {
  return useMutation({
    mutationFn: (given: Schema<"NewApiToken">) =>
      body(api.POST("/api/v1/api-tokens", { body: given })),
    meta: { showsProblem: true },
    onSettled: () => queryClient.invalidateQueries({ queryKey: TOKENS }),
  });
}

export function useRevokeToken(id: string) {
  return useMutation({
    mutationFn: () => body(api.DELETE("/api/v1/api-tokens/{id}", { params: { path: { id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: TOKENS }),
  });
}
