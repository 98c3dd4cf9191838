import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { rowsOf } from "../../api/catalog";
import type { Schema } from "../../api/client";
import { useWords } from "../../lib/words";
import { type Column, DataTable } from "../../ui/data-table";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Moment, Money } from "../../ui/values";
import css from "./campaigns.module.css";
import { transactionsQuery } from "./queries";
import { useCampaignTexts } from "./texts";

type Row = Schema<"TransactionView">;

/** Every movement of the campaign's money, newest first. */
export function Billing({ id }: { id: string }) {
  const t = useCampaignTexts();
  const words = useWords();
  const query = useInfiniteQuery(transactionsQuery(id));
  const columns = useMemo<Column<Row>[]>(
    () => [
      { id: "when", title: t("when"), cell: (row) => <Moment at={row.created_at} named={false} /> },
      {
        id: "what",
        title: t("what"),
        cell: (row) => words("TransactionType", row.transaction_type),
      },
      {
        id: "description",
        title: t("description"),
        cell: (row) => <span className={css["message"]}>{row.description}</span>,
      },
      {
        id: "amount",
        title: t("amount"),
        align: "right",
        cell: (row) => <Money amount={row.amount} />,
      },
      {
        id: "balance",
        title: t("balance"),
        align: "right",
        cell: (row) => <Money amount={row.balance_after} />,
      },
    ],
    [t, words],
  );
  return (
    <Panel flush>
      <Loaded
        query={query}
        isEmpty={(data) => rowsOf(data).length === 0}
        empty={<Empty title={t("noBilling")} />}
      >
        {(data) => (
          <DataTable
            label={t("billing")}
            columns={columns}
            rows={rowsOf(data)}
            rowKey={(row) => row.id + row.transaction_type}
            more={query.hasNextPage ? () => void query.fetchNextPage() : null}
            isLoadingMore={query.isFetchingNextPage}
          />
        )}
      </Loaded>
    </Panel>
  );
}
