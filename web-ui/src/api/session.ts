import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import type { Role } from "../lib/roles";
import { api, body, ME_KEY, type Me, type Schema } from "./client";
import { Problem } from "./problem";
import { queryClient } from "./query";

/** Who is signed in; null where nobody is. */
export const meQuery = queryOptions({
  queryKey: ME_KEY,
  queryFn: async (): Promise<Me | null> => {
    try {
      return await body(api.GET("/api/v1/auth/me"));
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 401) return null;
      throw problem;
    }
  },
  staleTime: 60_000,
});

/** A person who is signed in, with what the interface needs of them. */
export type Person = { id: string; name: string; role: Role; ownerId: string | null };

/** Who is signed in; pages are only drawn for somebody. */
export function usePerson(): Person {
  const { data: me } = useQuery(meQuery);
  if (!me?.role) throw new Error("a page was drawn for nobody");
  return { id: me.id, name: me.name, role: me.role, ownerId: me.owner_id ?? null };
}

/** Whether the person has one of the roles. */
export function useHasRole(roles: readonly Role[]): boolean {
  return roles.includes(usePerson().role);
}

export function useSignIn() {
  return useMutation({
    mutationFn: (given: Schema<"LogIn">) => body(api.POST("/api/v1/auth/login", { body: given })),
    meta: { showsProblem: true },
    onSuccess: enter,
  });
}

export function useSignOut() {
  return useMutation({
    mutationFn: () => api.POST("/api/v1/auth/logout"),
    // Not `clear`: whoever watches "who am I" must hear of it, above all the shell.
    onSettled: () => {
      queryClient.setQueryData(ME_KEY, null);
      queryClient.removeQueries({ predicate: isOfAPerson });
    },
  });
}

/** Takes over who has signed in; nothing of whoever was here before stays. */
export async function enter(me: Me): Promise<void> {
  const before = queryClient.getQueryData<Me | null>(ME_KEY);
  if (before?.id !== me.id) queryClient.removeQueries({ predicate: isOfAPerson });
  queryClient.setQueryData(ME_KEY, me);
}

function isOfAPerson({ queryKey }: { queryKey: readonly unknown[] }): boolean {
  return queryKey[0] !== ME_KEY[0];
}
