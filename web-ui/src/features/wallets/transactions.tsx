import { Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { rowsOf } from "../../api/catalog";
import { sayDays } from "../../lib/dates";
import { compare } from "../../lib/decimal";
import { fold } from "../../lib/fold";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { type Column, DataTable } from "../../ui/data-table";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Moment, Money } from "../../ui/values";
import { type Transaction, transactionsQuery } from "./queries";
import { useWalletTexts } from "./texts";
import css from "./wallets.module.css";

/** Every movement, newest first, narrowed by what it was. */
export function Transactions({ ownerId }: { ownerId: string }) {
  const t = useWalletTexts();
  const words = useWords();
  const transactions = useInfiniteQuery(transactionsQuery(ownerId));
  const [kind, setKind] = useState<string | null>(null);
  const [q, setQ] = useState("");
  const columns = useColumns();
  const rows = transactions.data ? rowsOf(transactions.data) : [];
  const kinds = [...new Set(rows.map((row) => row.kind))];
  const shown = rows.filter(
    (row) =>
      (kind === null || row.kind === kind) &&
      fold(`${row.description} ${row.reference_id ?? ""}`).includes(fold(q)),
  );
  return (
    <>
      <div className={css["filters"]}>
        <Select
          clearable
          aria-label={t("what")}
          placeholder={t("allKinds")}
          value={kind}
          onChange={setKind}
          data={kinds.map((value) => ({ value, label: words("TransferKind", value) }))}
        />
        <TextInput
          className={css["search"] ?? ""}
          leftSection={<IconSearch size={16} />}
          aria-label={t("searchText")}
          placeholder={t("searchText")}
          value={q}
          onChange={({ currentTarget }) => setQ(currentTarget.value)}
        />
      </div>
      <Panel flush>
        <Loaded
          query={transactions}
          isEmpty={() => shown.length === 0}
          empty={<Empty title={rows.length === 0 ? t("noMoves") : t("noneFits")} />}
        >
          {() => (
            <DataTable
              label={t("transactions")}
              columns={columns}
              rows={shown}
              rowKey={(row) => row.id + row.kind}
              more={transactions.hasNextPage ? () => void transactions.fetchNextPage() : null}
              isLoadingMore={transactions.isFetchingNextPage}
            />
          )}
        </Loaded>
      </Panel>
    </>
  );
}

function useColumns(): Column<Transaction>[] {
  const t = useWalletTexts();
  const language = useLanguage();
  const words = useWords();
  return useMemo(
    () => [
      {
        id: "when",
        title: t("when"),
        compare: (a, b) => a.created_at.localeCompare(b.created_at),
        cell: (row) => <Moment at={row.created_at} named={false} />,
      },
      {
        id: "what",
        title: t("what"),
        compare: (a, b) => a.kind.localeCompare(b.kind),
        cell: (row) => words("TransferKind", row.kind),
      },
      {
        id: "text",
        title: t("description"),
        cell: (row) => <span className={css["text"]}>{sayDays(row.description, language)}</span>,
      },
      {
        id: "amount",
        title: t("amount"),
        align: "right",
        compare: (a, b) => compare(a.amount, b.amount),
        cell: (row) => <Money amount={row.amount} />,
      },
      {
        id: "after",
        title: t("after"),
        align: "right",
        cell: (row) => (row.balance_after ? <Money amount={row.balance_after} /> : "–"),
      },
    ],
    [t, words, language],
  );
}
