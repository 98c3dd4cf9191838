import { Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { z } from "zod";
import { rowsOf } from "../../api/catalog";
import { usePerson } from "../../api/session";
import { formatDay } from "../../lib/dates";
import { compare, isZero } from "../../lib/decimal";
import { paths } from "../../lib/paths";
import { addressText, useAddress } from "../../lib/route";
import { useLanguage } from "../../lib/texts";
import { type Column, DataTable } from "../../ui/data-table";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import { Count, Money } from "../../ui/values";
import { Ahead } from "./ahead";
import css from "./payouts.module.css";
import { type Payout, payoutsQuery, type SupplierMoney, useLivePayouts, useMoney } from "./queries";
import { usePayoutTexts } from "./texts";
import { aheadOf, lastDay, paidDays } from "./timeline";
import { TimelineChart } from "./timeline-chart";
import { WaitingTable } from "./waiting-table";

const ADDRESS = z.object({ supplier: addressText });

/** Payouts: what was paid, what comes next, what waits and why. */
export function Page() {
  const t = usePayoutTexts();
  useLivePayouts();
  const { role, ownerId } = usePerson();
  const [{ supplier }, change] = useAddress(ADDRESS);
  const isSupplier = role === "SUPPLIER";
  const chosen = isSupplier ? ownerId : supplier || null;
  const money = useMoney(chosen);
  const all = useMoney(null);
  const payouts = useInfiniteQuery(payoutsQuery(chosen));
  return (
    <>
      <PageTitle
        title={t("title")}
        subtitle={t("subtitle")}
        actions={
          !isSupplier && (
            <Select
              clearable
              searchable
              aria-label={t("supplier")}
              placeholder={t("allSuppliers")}
              value={chosen}
              onChange={(id) => change({ supplier: id ?? "" })}
              data={all.map(({ supplier: { id, name } }) => ({ value: id, label: name }))}
            />
          )
        }
      />
      <Ahead ahead={aheadOf(money.map(({ wallet }) => wallet))} />
      <Loaded query={payouts}>
        {(data) => (
          <div className={css["column"]}>
            <Panel title={t("timeline")} aside={<span className={css["muted"]}>{t("utc")}</span>}>
              <TimelineChart
                days={paidDays(rowsOf(data))}
                ahead={aheadOf(money.map(({ wallet }) => wallet))}
              />
            </Panel>
            {!isSupplier && chosen === null && (
              <WaitingTable rows={all} onChoose={(id) => change({ supplier: id })} />
            )}
            <Panel title={t("payouts")} flush>
              <List
                rows={rowsOf(data)}
                names={isSupplier || chosen !== null ? null : all}
                more={payouts.hasNextPage ? () => void payouts.fetchNextPage() : null}
                isLoadingMore={payouts.isFetchingNextPage}
              />
            </Panel>
            <Netting />
          </div>
        )}
      </Loaded>
    </>
  );
}

type ListProps = {
  rows: readonly Payout[];
  /** Suppliers to name; null where all rows are of one. */
  names: readonly SupplierMoney[] | null;
  more: (() => void) | null;
  isLoadingMore: boolean;
};

function List({ rows, names, more, isLoadingMore }: ListProps) {
  const t = usePayoutTexts();
  const navigate = useNavigate();
  const language = useLanguage();
  const columns = useMemo<Column<Payout>[]>(
    () => [
      {
        id: "day",
        title: t("made"),
        compare: (a, b) => a.created_at.localeCompare(b.created_at),
        cell: (row) => <b>{formatDay(row.created_at, language)}</b>,
      },
      ...(names
        ? [
            {
              id: "supplier",
              title: t("supplier"),
              cell: (row: Payout) =>
                names.find(({ supplier }) => supplier.id === row.supplier_id)?.supplier.name ?? "–",
            },
          ]
        : []),
      {
        id: "period",
        title: t("period"),
        wide: true,
        cell: (row) =>
          [row.period_start, lastDay(row.period_end)]
            .map((day) => formatDay(day, language))
            .filter((day, at, days) => days.indexOf(day) === at)
            .join(" – "),
      },
      {
        id: "plays",
        title: t("plays"),
        align: "right",
        compare: (a, b) => a.impression_count - b.impression_count,
        cell: (row) => <Count value={row.impression_count} />,
      },
      {
        id: "gross",
        title: t("gross"),
        align: "right",
        compare: (a, b) => compare(a.gross_amount, b.gross_amount),
        cell: (row) => <Money amount={row.gross_amount} short />,
      },
      {
        id: "kept",
        title: t("kept"),
        align: "right",
        compare: (a, b) => compare(a.clawback, b.clawback),
        cell: (row) => (isZero(row.clawback) ? "–" : <Money amount={row.clawback} short />),
      },
      {
        id: "amount",
        title: t("paid"),
        align: "right",
        compare: (a, b) => compare(a.amount, b.amount),
        cell: (row) => (
          <b>
            <Money amount={row.amount} short />
          </b>
        ),
      },
      {
        id: "status",
        title: t("status"),
        cell: (row) => <Status kind="PayoutStatus" word={row.status} />,
      },
    ],
    [t, names, language],
  );
  if (rows.length === 0) return <Empty title={t("none")}>{t("noneText")}</Empty>;
  return (
    <DataTable
      label={t("payouts")}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      onOpen={({ id }) => void navigate({ to: paths.payout(id) })}
      more={more}
      isLoadingMore={isLoadingMore}
    />
  );
}

/** How a payout comes about, in four steps. */
function Netting() {
  const t = usePayoutTexts();
  return (
    <Panel title={t("how")}>
      <ol className={css["how"]}>
        {(["how.share", "how.hold", "how.net", "how.minimum"] as const).map((key) => (
          <li key={key}>{t(key)}</li>
        ))}
      </ol>
    </Panel>
  );
}
