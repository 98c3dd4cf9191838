import { notifications } from "@mantine/notifications";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { rowsOf } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { ADMINS } from "../../lib/roles";
import { Action } from "../../ui/action";
import { type Column, DataTable } from "../../ui/data-table";
import { Empty, Loaded } from "../../ui/states";
import { Ago } from "../../ui/values";
import { type Delivery, deadQuery, useRetry } from "./queries";
import css from "./system.module.css";
import { useSystemTexts } from "./texts";

/** Mails and calls that were given up after all attempts. */
export function DeadLetters() {
  const t = useSystemTexts();
  const query = useInfiniteQuery(deadQuery);
  const columns = useMemo<Column<Delivery>[]>(
    () => [
      {
        id: "what",
        title: t("delivery"),
        cell: (row) => (
          <div className={css["name"]}>
            <b>{row.to ?? t("webhook")}</b>
            <span className={css["muted"]}>
              {row.code} · <Ago at={row.finished_at ?? row.created_at} />
            </span>
          </div>
        ),
      },
      {
        id: "error",
        title: t("lastError"),
        cell: (row) => <span className={css["text"]}>{row.last_error ?? "–"}</span>,
      },
      { id: "retry", title: "", align: "right", cell: (row) => <Retry row={row} /> },
    ],
    [t],
  );
  return (
    <Loaded
      query={query}
      isEmpty={(data) => rowsOf(data).length === 0}
      empty={<Empty title={t("noDead")}>{t("noDeadText")}</Empty>}
    >
      {(data) => (
        <DataTable
          label={t("dead")}
          columns={columns}
          rows={rowsOf(data)}
          rowKey={(row) => row.id}
          more={query.hasNextPage ? () => void query.fetchNextPage() : null}
          isLoadingMore={query.isFetchingNextPage}
        />
      )}
    </Loaded>
  );
}

function Retry({ row }: { row: Delivery }) {
  const t = useSystemTexts();
  const retry = useRetry();
  const mayRetry = useHasRole(ADMINS);
  return (
    <Action
      size="compact-sm"
      variant="default"
      loading={retry.isPending}
      why={mayRetry ? null : t("whyNotAdmin")}
      onClick={() =>
        retry.mutate(row.seq, {
          onSuccess: () => notifications.show({ message: t("retried") }),
        })
      }
    >
      {t("retry")}
    </Action>
  );
}
