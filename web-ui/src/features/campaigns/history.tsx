import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { rowsOf } from "../../api/catalog";
import type { Schema } from "../../api/client";
import { useWords } from "../../lib/words";
import { type Column, DataTable } from "../../ui/data-table";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Moment } from "../../ui/values";
import css from "./campaigns.module.css";
import { auditQuery } from "./queries";
import { useCampaignTexts } from "./texts";

type Row = Schema<"AuditView">;

/** Everything that was done to the campaign, by whom and why, newest first. */
export function History({ id }: { id: string }) {
  const t = useCampaignTexts();
  const words = useWords();
  const query = useInfiniteQuery(auditQuery(id));
  const columns = useMemo<Column<Row>[]>(
    () => [
      { id: "when", title: t("when"), cell: (row) => <Moment at={row.at} named={false} /> },
      { id: "who", title: t("who"), cell: (row) => row.actor },
      { id: "what", title: t("what"), cell: (row) => words("AuditAction", row.action) },
      { id: "change", title: t("change"), cell: (row) => <Change row={row} /> },
      {
        id: "reason",
        title: t("reason"),
        cell: (row) => <span className={css["message"]}>{row.reason}</span>,
      },
    ],
    [t, words],
  );
  return (
    <Panel flush>
      <Loaded
        query={query}
        isEmpty={(data) => rowsOf(data).length === 0}
        empty={<Empty title={t("noHistory")} />}
      >
        {(data) => (
          <DataTable
            label={t("history")}
            columns={columns}
            rows={rowsOf(data)}
            rowKey={(row) => `${row.seq}-${row.field ?? ""}`}
            more={query.hasNextPage ? () => void query.fetchNextPage() : null}
            isLoadingMore={query.isFetchingNextPage}
          />
        )}
      </Loaded>
    </Panel>
  );
}

function Change({ row }: { row: Row }) {
  const words = useWords();
  if (!row.field) return null;
  const say = (value: string | null | undefined) =>
    value && row.field === "status" ? words("CampaignStatus", value) : value;
  return (
    <span className={css["message"]}>
      {words("Field", row.field)}:{" "}
      {row.old_value && <span className={css["old"]}>{say(row.old_value)}</span>}{" "}
      {say(row.new_value)}
    </span>
  );
}
