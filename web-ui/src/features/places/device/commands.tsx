import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { type Device, rowsOf } from "../../../api/catalog";
import { zoneName } from "../../../lib/dates";
import { paths } from "../../../lib/paths";
import { useWords } from "../../../lib/words";
import { Badge } from "../../../ui/badge";
import { type Column, DataTable } from "../../../ui/data-table";
import { Panel } from "../../../ui/panel";
import { Empty, Loaded } from "../../../ui/states";
import { Moment } from "../../../ui/values";
import css from "../places.module.css";
import { type Command, commandsQuery, useZoneOf } from "./queries";
import { useDevicePageTexts } from "./texts";

/** What the screen was told, and what it answered, newest first. */
export function Commands({ device }: { device: Device }) {
  const t = useDevicePageTexts();
  const query = useInfiniteQuery(commandsQuery(device.id));
  const zone = useZoneOf(device);
  const columns = useMemo<Column<Command>[]>(
    () => [
      {
        id: "when",
        title: `${t("when")} (${zoneName(zone)})`,
        cell: (row) => <Moment at={row.created_at} zone={zone} named={false} />,
      },
      { id: "what", title: t("command"), cell: (row) => <What row={row} /> },
      { id: "answer", title: t("answer"), cell: (row) => <Answer row={row} /> },
      {
        id: "answered",
        wide: true,
        title: t("answered"),
        cell: (row) => row.acked_at && <Moment at={row.acked_at} zone={zone} named={false} />,
      },
    ],
    [t, zone],
  );
  return (
    <Panel flush>
      <Loaded
        query={query}
        isEmpty={(data) => rowsOf(data).length === 0}
        empty={<Empty title={t("noCommands")}>{t("noCommandsText")}</Empty>}
      >
        {(data) => (
          <DataTable
            label={t("commands")}
            columns={columns}
            rows={rowsOf(data)}
            rowKey={(row) => row.command_id}
            more={query.hasNextPage ? () => void query.fetchNextPage() : null}
            isLoadingMore={query.isFetchingNextPage}
          />
        )}
      </Loaded>
    </Panel>
  );
}

function What({ row }: { row: Command }) {
  const t = useDevicePageTexts();
  const words = useWords();
  return (
    <span className={css["rowText"]}>
      {t(`kind.${row.kind}`)}
      {row.campaign_ids.length > 0 && (
        <span className={css["muted"]}>
          {" "}
          · {t("campaigns", { count: row.campaign_ids.length })}
        </span>
      )}
      {row.incident_id && (
        <>
          {" · "}
          <Link to={paths.incident(row.incident_id)}>{t("incident")}</Link>
        </>
      )}
      {row.reason && (
        <div className={css["muted"]}>
          {row.kind === "STOP" ? words("StopReason", row.reason) : row.reason}
        </div>
      )}
    </span>
  );
}

function Answer({ row }: { row: Command }) {
  const t = useDevicePageTexts();
  if (row.ack_status === "OK") return <Badge tone="good">{t("ack.OK")}</Badge>;
  if (row.ack_status === "FAILED") {
    return (
      <span className={css["rowText"]}>
        <Badge tone="bad">{t("ack.FAILED")}</Badge>{" "}
        {row.ack_detail && <span className={css["muted"]}>{row.ack_detail}</span>}
      </span>
    );
  }
  if (!row.open) return <Badge tone="quiet">{t("superseded")}</Badge>;
  return <Badge tone="wait">{t("waits", { count: row.repeats + 1 })}</Badge>;
}
