import { queryOptions, useMutation } from "@tanstack/react-query";
import { devicesQuery, keys, PAGE } from "../../../api/catalog";
import { api, body, type Schema } from "../../../api/client";
import { queryClient } from "../../../api/query";
import { add, type Decimal } from "../../../lib/decimal";

export type Rule = Schema<"BlockingRuleView">;
export type Supplier = Schema<"SupplierView">;
/** What a payout paid for the plays in one store. */
export type Earned = { id: string; at: string; plays: number; amount: Decimal };

const MINUTE = 60_000;
const byId = (id: string) => ({ params: { path: { id } } });

export const storeQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.stores, "one", id],
    queryFn: () => body(api.GET("/api/v1/stores/{id}", byId(id))),
  });

export const devicesOfQuery = (id: string) =>
  queryOptions({
    ...devicesQuery,
    select: ({ items }) => items.filter(({ store_id }) => store_id === id),
  });

export const rulesQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.stores, "rules", id],
    queryFn: () =>
      body(
        api.GET("/api/v1/stores/{id}/blocking-rules", {
          params: { path: { id }, query: { limit: PAGE } },
        }),
      ),
    select: ({ items }) => items,
  });

/** Payouts that are looked into; each tells what it paid by store. */
const PAYOUTS = 14;

/** What the newest payouts paid for one store, oldest first. */
export const earnedQuery = (supplierId: string, storeId: string) =>
  queryOptions({
    queryKey: ["payouts", "store", storeId],
    queryFn: async (): Promise<Earned[]> => {
      const query = { supplier_id: supplierId, limit: PAYOUTS };
      const { items } = await body(api.GET("/api/v1/payouts", { params: { query } }));
      const details = await Promise.all(
        items.map(({ id }) => body(api.GET("/api/v1/payouts/{id}", byId(id)))),
      );
      return details
        .map(({ id, created_at, by_store }) => {
          const part = by_store.find((one) => one.id === storeId);
          const [plays, amount] = [part?.impressions ?? 0, part?.amount ?? "0"];
          return { id, at: created_at, plays, amount };
        })
        .reverse();
    },
    staleTime: MINUTE,
  });

export function sumOf(rows: readonly Earned[]): Decimal {
  return add("0", ...rows.map(({ amount }) => amount));
}

function refresh() {
  return Promise.all(
    [keys.stores, keys.overview].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
  );
}

export function useAddStore() {
  return useMutation({
    mutationFn: (given: Schema<"NewStore">) => body(api.POST("/api/v1/stores", { body: given })),
    meta: { showsProblem: true },
    onSettled: refresh,
  });
}

export function useChangeStore(id: string) {
  return useMutation({
    mutationFn: (change: Schema<"StoreChange">) =>
      body(api.PATCH("/api/v1/stores/{id}", { ...byId(id), body: change })),
    onSuccess: (store) => queryClient.setQueryData(storeQuery(id).queryKey, store),
    meta: { showsProblem: true },
    onSettled: refresh,
  });
}
