import { queryOptions, useQueries, useQuery } from "@tanstack/react-query";
import { keys, pagesQuery, type Supplier, suppliersQuery, walletQuery } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { useLive } from "../../api/live";
import { queryClient } from "../../api/query";

export type Payout = Schema<"PayoutView">;
export type PayoutDetail = Schema<"PayoutDetail">;
export type PayoutPart = Schema<"PayoutPart">;
export type Statement = Schema<"PayoutStatement">;
export type Wallet = Schema<"WalletView">;

const MANY = 100;
const byId = (id: string) => ({ params: { path: { id } } });

/** Payouts to one supplier, or to all, newest first. */
export const payoutsQuery = (supplierId: string | null) =>
  pagesQuery([...keys.payouts, "list", supplierId], (cursor) =>
    body(
      api.GET("/api/v1/payouts", {
        params: {
          query: {
            limit: MANY,
            ...(supplierId && { supplier_id: supplierId }),
            ...(cursor && { cursor }),
          },
        },
      }),
    ),
  );

export const payoutQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.payouts, "one", id],
    queryFn: () => body(api.GET("/api/v1/payouts/{id}", byId(id))),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const statementQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.payouts, "statement", id],
    queryFn: async () => {
      const call: Promise<{ data?: unknown }> = api.GET("/api/v1/payouts/{id}/statement", byId(id));
      return (await body(call)) as Statement;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Where the statement's CSV is. */
export function csvOf(id: string): string {
  return `/api/v1/payouts/${id}/statement?format=csv`;
}

/** Suppliers whose wallets are asked for at most: one call each. */
const MOST = 60;

/** A supplier with its wallet; the wallet is not there while it loads. */
export type SupplierMoney = { supplier: Supplier; wallet: Wallet | undefined };

/** What waits for each supplier, or for one. */
export function useMoney(supplierId: string | null): SupplierMoney[] {
  const suppliers = useQuery(suppliersQuery).data ?? [];
  const wanted = suppliers
    .filter(({ id }) => supplierId === null || id === supplierId)
    .slice(0, MOST);
  const wallets = useQueries({ queries: wanted.map(({ id }) => walletQuery(id)) });
  return wanted.map((supplier, at) => ({ supplier, wallet: wallets[at]?.data }));
}

/** A notification about a payout or a chargeback says that the figures have changed. */
export function useLivePayouts(): void {
  useLive("notice", (events) => {
    if (!events.some(({ code }) => /PAYOUT|CHARGEBACK|DISPUTE/.test(code))) return;
    void queryClient.invalidateQueries({ queryKey: keys.payouts });
    void queryClient.invalidateQueries({ queryKey: keys.wallets });
  });
}
