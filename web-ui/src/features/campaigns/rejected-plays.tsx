import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { devicesQuery, rowsOf } from "../../api/catalog";
import type { Schema } from "../../api/client";
import { paths } from "../../lib/paths";
import { useWords } from "../../lib/words";
import { type Column, DataTable } from "../../ui/data-table";
import { Meter } from "../../ui/meter";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Count, Moment } from "../../ui/values";
import css from "./campaigns.module.css";
import { rejectionsQuery, statsQuery } from "./queries";
import { useCampaignTexts } from "./texts";

type Row = Schema<"ImpressionView">;

/** Why plays were refused: by reason, then one by one. */
export function RejectedPlays({ id }: { id: string }) {
  return (
    <div className={css["stack"]}>
      <Reasons id={id} />
      <List id={id} />
    </div>
  );
}

function Reasons({ id }: { id: string }) {
  const t = useCampaignTexts();
  const words = useWords();
  const stats = useQuery(statsQuery(id));
  return (
    <Panel title={t("rejections")}>
      <Loaded
        query={stats}
        isEmpty={({ rejected }) => rejected === 0}
        empty={<Empty title={t("noRejections")} />}
      >
        {({ rejections }) => {
          const rows = Object.entries(rejections).sort(([, a], [, b]) => b - a);
          const most = rows[0]?.[1] ?? 1;
          return rows.map(([reason, count]) => (
            <div key={reason} className={css["place"]}>
              <span>{words("Rejection", reason)}</span>
              <Count value={count} />
              <Meter
                share={count / most}
                tone="bad"
                label={`${words("Rejection", reason)}: ${count}`}
              />
            </div>
          ));
        }}
      </Loaded>
    </Panel>
  );
}

function List({ id }: { id: string }) {
  const t = useCampaignTexts();
  const words = useWords();
  const navigate = useNavigate();
  const query = useInfiniteQuery(rejectionsQuery(id));
  const devices = useQuery(devicesQuery).data;
  const columns = useMemo<Column<Row>[]>(
    () => [
      { id: "when", title: t("when"), cell: (row) => <Moment at={row.played_at} named={false} /> },
      {
        id: "reason",
        title: t("reason"),
        cell: (row) => words("Rejection", row.rejection_reason ?? ""),
      },
      {
        id: "device",
        title: t("device"),
        cell: (row) => devices?.find((device) => device.id === row.device_id)?.name ?? "–",
      },
      {
        id: "said",
        title: t("said"),
        cell: (row) => <span className={css["message"]}>{row.rejection_message}</span>,
      },
    ],
    [t, words, devices],
  );
  return (
    <Panel title={t("moreRejections")} flush>
      <Loaded
        query={query}
        isEmpty={(data) => rowsOf(data).length === 0}
        empty={<Empty title={t("noRejections")} />}
      >
        {(data) => (
          <DataTable
            label={t("moreRejections")}
            columns={columns}
            rows={rowsOf(data)}
            rowKey={(row) => row.id}
            onOpen={(row) => void navigate({ to: paths.impression(row.id) })}
            more={query.hasNextPage ? () => void query.fetchNextPage() : null}
            isLoadingMore={query.isFetchingNextPage}
          />
        )}
      </Loaded>
    </Panel>
  );
}
