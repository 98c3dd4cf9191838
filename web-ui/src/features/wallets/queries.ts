import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { advertisersQuery, keys, PAGE, pagesQuery, suppliersQuery } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { useLive } from "../../api/live";
import { queryClient } from "../../api/query";

export type Wallet = Schema<"WalletView">;
export type Transaction = Schema<"WalletTransaction">;
export type Credit = Schema<"CreditView">;
export type Statement = Schema<"Statement">;
export type StatementLine = Statement["lines"][number];

const of = (ownerId: string) => ({ params: { path: { owner_id: ownerId } } });
const MANY = 100;

export const transactionsQuery = (ownerId: string) =>
  pagesQuery([...keys.wallets, "transactions", ownerId], (cursor) =>
    body(
      api.GET("/api/v1/wallets/{owner_id}/transactions", {
        params: {
          path: { owner_id: ownerId },
          query: { limit: MANY, ...(cursor && { cursor }) },
        },
      }),
    ),
  );

export const statementQuery = (ownerId: string, from: string, to: string) =>
  queryOptions({
    queryKey: [...keys.wallets, "statement", ownerId, from, to],
    queryFn: async () => {
      const call: Promise<{ data?: unknown }> = api.GET("/api/v1/wallets/{owner_id}/statement", {
        params: { path: { owner_id: ownerId }, query: { from, to } },
      });
      return (await body(call)) as Statement;
    },
  });

/** Where the statement's CSV is. */
export function csvOf(ownerId: string, from: string, to: string): string {
  return `/api/v1/wallets/${ownerId}/statement?from=${from}&to=${to}&format=csv`;
}

/** Credits of one wallet, newest first. */
export const walletCreditsQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [...keys.wallets, "credits", ownerId],
    queryFn: () =>
      body(
        api.GET("/api/v1/wallets/{owner_id}/credits", {
          params: { path: { owner_id: ownerId }, query: { limit: MANY } },
        }),
      ),
    select: ({ items }) => items,
  });

/** Credits of all wallets that wait for a second person. */
export const waitingCreditsQuery = queryOptions({
  queryKey: [...keys.wallets, "credits", "waiting"],
  queryFn: () =>
    body(api.GET("/api/v1/credits", { params: { query: { status: "PENDING", limit: PAGE } } })),
  select: ({ items }) => items,
});

/** Whose wallet it is, as lists show it. */
export type Owner = {
  id: string;
  name: string;
  kind: "ADVERTISER" | "SUPPLIER";
  status: string;
};

/** All owners by name: advertisers and suppliers. */
export function useOwners(): Owner[] {
  const advertisers = useQuery(advertisersQuery).data ?? [];
  const suppliers = useQuery(suppliersQuery).data ?? [];
  const owners: Owner[] = [
    ...advertisers.map(({ id, name, status }) => ({
      id,
      name,
      status,
      kind: "ADVERTISER" as const,
    })),
    ...suppliers.map(({ id, name, status }) => ({ id, name, status, kind: "SUPPLIER" as const })),
  ];
  return owners.sort((a, b) => a.name.localeCompare(b.name));
}

/** Money that a person moves by hand. */
export type Move =
  | { move: "deposit" | "withdraw"; amount: `${number}`; reference: string }
  | { move: "credit"; amount: `${number}`; reason: string };

/** What became of it, as far as the page says it. */
export type Moved = { status: Credit["status"] | null };

export function useMove(ownerId: string) {
  return useMutation({
    mutationFn: (given: Move) => sent(ownerId, given),
    meta: { showsProblem: true },
    onSettled: refresh,
  });
}

async function sent(ownerId: string, given: Move): Promise<Moved> {
  const { amount } = given;
  switch (given.move) {
    case "deposit": {
      const { reference } = given;
      await body(
        api.POST("/api/v1/wallets/{owner_id}/deposits", {
          ...of(ownerId),
          body: { amount, reference },
        }),
      );
      return { status: null };
    }
    case "withdraw": {
      const { reference } = given;
      await body(
        api.POST("/api/v1/wallets/{owner_id}/withdrawals", {
          ...of(ownerId),
          body: { amount, reference },
        }),
      );
      return { status: null };
    }
    case "credit": {
      const { reason } = given;
      const credit: Credit = await body(
        api.POST("/api/v1/wallets/{owner_id}/credits", {
          ...of(ownerId),
          body: { amount, reason },
        }),
      );
      return { status: credit.status };
    }
  }
}

/** A second person's word on a credit. */
export type Word = { credit: Credit; reason: string | null };

export function useDecideCredit() {
  return useMutation({
    mutationFn: ({ credit, reason }: Word) => {
      const params = { path: { owner_id: credit.owner_id ?? "", credit_id: credit.id } };
      return reason === null
        ? body(
            api.POST("/api/v1/wallets/{owner_id}/credits/{credit_id}/approve", {
              params,
              body: {},
            }),
          )
        : body(
            api.POST("/api/v1/wallets/{owner_id}/credits/{credit_id}/reject", {
              params,
              body: { reason },
            }),
          );
    },
    onSettled: refresh,
  });
}

function refresh() {
  return Promise.all(
    [keys.wallets, keys.overview].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
  );
}

/** Notifications about money say that balances have changed. */
export function useLiveWallets(): void {
  useLive("notice", (events) => {
    const isOurs = events.some(({ code }) =>
      /WALLET|CREDIT|DEPOSIT|PAYOUT|REFUND|CHARGE/.test(code),
    );
    if (isOurs) void queryClient.invalidateQueries({ queryKey: keys.wallets });
  });
}
