import { Button, SegmentedControl, Select } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { z } from "zod";
import { rowsOf } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { compare } from "../../lib/decimal";
import { paths } from "../../lib/paths";
import { BUYERS } from "../../lib/roles";
import { useAddress } from "../../lib/route";
import { useWords } from "../../lib/words";
import { type Column, DataTable } from "../../ui/data-table";
import { Key, useKeys } from "../../ui/keys";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import { Ago, Count, Money } from "../../ui/values";
import css from "./disputes.module.css";
import { type DisputeSummary, disputesQuery, useLiveDisputes, useNames } from "./queries";
import { useDisputeTexts } from "./texts";

const KINDS = ["MISSING_IMPRESSION", "WRONG_DURATION", "WRONG_LOCATION", "FRAUDULENT"] as const;
const SHOWN = ["waiting", "decided", "all"] as const;
const ADDRESS = z.object({
  show: z.enum(SHOWN).catch("waiting"),
  type: z.enum(KINDS).optional().catch(undefined),
});

/** Disputes: those that wait, or all; one opens by click, Enter or key. */
export function Page() {
  const t = useDisputeTexts();
  useLiveDisputes();
  const words = useWords();
  const [{ show, type }, change] = useAddress(ADDRESS);
  const disputes = useInfiniteQuery(
    disputesQuery({
      ...(show !== "all" && { open: show === "waiting" }),
      ...(type && { type }),
    }),
  );
  const mayOpen = useHasRole(BUYERS);
  return (
    <>
      <PageTitle
        title={t("title")}
        subtitle={t("subtitle")}
        actions={
          mayOpen && (
            <Button component={Link} to={paths.newDispute} leftSection={<IconPlus size={16} />}>
              {t("open")}
            </Button>
          )
        }
      />
      <div className={css["filters"]}>
        <SegmentedControl
          value={show}
          onChange={(value) => change({ show: SHOWN.find((one) => one === value) ?? "waiting" })}
          data={SHOWN.map((value) => ({ value, label: t(`show.${value}`) }))}
        />
        <Select
          clearable
          aria-label={t("type")}
          placeholder={t("allTypes")}
          value={type ?? null}
          onChange={(value) => change({ type: KINDS.find((one) => one === value) })}
          data={KINDS.map((value) => ({ value, label: words("DisputeKind", value) }))}
        />
      </div>
      <Panel flush>
        <Loaded
          query={disputes}
          isEmpty={(data) => rowsOf(data).length === 0}
          empty={<Empty title={t(`none.${show}`)}>{t("noneText")}</Empty>}
        >
          {(data) => (
            <List
              rows={rowsOf(data)}
              more={disputes.hasNextPage ? () => void disputes.fetchNextPage() : null}
              isLoadingMore={disputes.isFetchingNextPage}
            />
          )}
        </Loaded>
      </Panel>
    </>
  );
}

type ListProps = {
  rows: readonly DisputeSummary[];
  more: (() => void) | null;
  isLoadingMore: boolean;
};

function List({ rows, more, isLoadingMore }: ListProps) {
  const t = useDisputeTexts();
  const navigate = useNavigate();
  const columns = useColumns();
  const [at, setAt] = useState(-1);
  const chosen = rows[at]?.id ?? null;
  const open = (id: string) => void navigate({ to: paths.dispute(id) });
  const go = (by: number) => setAt((now) => Math.min(rows.length - 1, Math.max(0, now + by)));
  useKeys([
    ["j", () => go(1)],
    ["k", () => go(-1)],
    ["o", () => chosen && open(chosen)],
  ]);
  return (
    <>
      <DataTable
        label={t("title")}
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        chosen={chosen}
        onOpen={({ id }) => open(id)}
        more={more}
        isLoadingMore={isLoadingMore}
      />
      <p className={css["keys"]}>
        <Key name="J" /> <Key name="K" /> <Key name="O" /> {t("listKeys")}
      </p>
    </>
  );
}

function useColumns(): Column<DisputeSummary>[] {
  const t = useDisputeTexts();
  const words = useWords();
  const names = useNames();
  return useMemo(
    () => [
      {
        id: "what",
        title: t("what"),
        compare: (a, b) => a.type.localeCompare(b.type),
        cell: (row) => (
          <div className={css["cell"]}>
            <b>{words("DisputeKind", row.type)}</b>
            <span className={css["muted"]}>{names.campaign(row.campaign_id) ?? row.date}</span>
          </div>
        ),
      },
      {
        id: "status",
        title: t("status"),
        compare: (a, b) => a.status.localeCompare(b.status),
        cell: (row) => (
          <div className={css["cell"]}>
            <Status kind="DisputeStatus" word={row.status} />
            {row.resolution?.outcome && (
              <span className={css["muted"]}>
                {words("DisputeOutcome", row.resolution.outcome)}
              </span>
            )}
          </div>
        ),
      },
      {
        id: "reason",
        title: t("said"),
        wide: true,
        cell: (row) => <span className={css["said"]}>{row.reason}</span>,
      },
      {
        id: "who",
        title: t("advertiser"),
        wide: true,
        cell: (row) => names.advertiser(row.advertiser_id) ?? "–",
      },
      {
        id: "plays",
        title: t("plays"),
        align: "right",
        compare: (a, b) => a.impressions - b.impressions,
        cell: (row) => <Count value={row.impressions} />,
      },
      {
        id: "amount",
        title: t("amount"),
        align: "right",
        compare: (a, b) => compare(a.amount, b.amount),
        cell: (row) => <Money amount={row.amount} short />,
      },
      {
        id: "opened",
        title: t("opened"),
        align: "right",
        compare: (a, b) => a.opened_at.localeCompare(b.opened_at),
        cell: (row) => <Ago at={row.opened_at} />,
      },
    ],
    [t, words, names],
  );
}
