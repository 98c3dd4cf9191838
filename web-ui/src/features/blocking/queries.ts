import { queryOptions, useMutation } from "@tanstack/react-query";
import { keys, PAGE } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { Problem } from "../../api/problem";
import { queryClient } from "../../api/query";

export const rulesQuery = (store: string) =>
  queryOptions({
    queryKey: ["blocking", "rules", store],
    queryFn: () =>
      body(
        api.GET("/api/v1/stores/{id}/blocking-rules", {
          params: { path: { id: store }, query: { limit: PAGE } },
        }),
      ),
    select: ({ items }) => items,
  });

export const overridesQuery = (rule: string) =>
  queryOptions({
    queryKey: ["blocking", "overrides", rule],
    queryFn: () =>
      body(
        api.GET("/api/v1/blocking-rules/{id}/overrides", {
          params: { path: { id: rule }, query: { limit: PAGE } },
        }),
      ),
    select: ({ items }) => items,
  });

/** The newest 500 files, for what was found in them. */
export const assetsQuery = queryOptions({
  queryKey: [...keys.assets, "all"],
  queryFn: () => body(api.GET("/api/v1/assets", { params: { query: { limit: PAGE } } })),
  select: ({ items }) => items,
  staleTime: 60_000,
});

function refresh() {
  return Promise.all(
    [["blocking"], keys.campaigns].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
  );
}

export type NewRule = { stores: readonly string[]; rule: Schema<"NewBlockingRule"> };

/** Makes the rule in store after store; where it is on already, it stays so. */
export function useAddRule() {
  return useMutation({
    mutationFn: async ({ stores, rule }: NewRule): Promise<{ made: number; known: number }> => {
      const outcome = { made: 0, known: 0 };
      for (const id of stores) {
        try {
          await api.POST("/api/v1/stores/{id}/blocking-rules", {
            params: { path: { id } },
            body: rule,
          });
          outcome.made += 1;
        } catch (problem) {
          if (!(problem instanceof Problem) || problem.status !== 409) throw problem;
          outcome.known += 1;
        }
      }
      return outcome;
    },
    meta: { showsProblem: true },
    onSettled: refresh,
  });
}

export function useSwitchRule() {
  return useMutation({
    mutationFn: ({ store, rule, on }: { store: string; rule: string; on: boolean }) =>
      body(
        api.PATCH("/api/v1/stores/{id}/blocking-rules/{rule_id}", {
          params: { path: { id: store, rule_id: rule } },
          body: { is_active: on },
        }),
      ),
    onSettled: refresh,
  });
}

export function useOverride(rule: string) {
  return useMutation({
    mutationFn: (given: Schema<"NewOverride">) =>
      body(
        api.POST("/api/v1/blocking-rules/{id}/overrides", {
          params: { path: { id: rule } },
          body: given,
        }),
      ),
    meta: { showsProblem: true },
    onSettled: refresh,
  });
}
