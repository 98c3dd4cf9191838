import { SegmentedControl } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { z } from "zod";
import { type Device, rowsOf } from "../../../api/catalog";
import type { Schema } from "../../../api/client";
import { formatExact, zoneName } from "../../../lib/dates";
import { useAddress } from "../../../lib/route";
import { useLanguage } from "../../../lib/texts";
import { Badge } from "../../../ui/badge";
import { type Column, DataTable } from "../../../ui/data-table";
import { Panel } from "../../../ui/panel";
import { Empty, Loaded } from "../../../ui/states";
import type { Tone } from "../../../ui/tone";
import css from "../places.module.css";
import { type LogLevel, logsQuery, useNamed, useZoneOf } from "./queries";
import { useDevicePageTexts } from "./texts";

const LEVELS = ["DEBUG", "INFO", "WARN", "ERROR"] as const satisfies readonly LogLevel[];
const TONES: Record<LogLevel, Tone> = { DEBUG: "quiet", INFO: "info", WARN: "wait", ERROR: "bad" };
const ADDRESS = z.object({ level: z.enum(LEVELS).catch("DEBUG") });

type Line = Schema<"LogEntry"> & { key: string };

/** What the screen logged, newest first, by its own clock. */
export function Logs({ device }: { device: Device }) {
  const t = useDevicePageTexts();
  const language = useLanguage();
  const zone = useZoneOf(device);
  const named = useNamed();
  const [{ level }, change] = useAddress(ADDRESS);
  const query = useInfiniteQuery(logsQuery(device.id, level));
  const columns = useMemo<Column<Line>[]>(
    () => [
      {
        id: "at",
        title: t("screenClock", { zone: zoneName(zone) }),
        cell: (line) => (
          <time dateTime={line.at} className={css["when"]}>
            {formatExact(line.at, language, zone)}
          </time>
        ),
      },
      {
        id: "level",
        title: t("level"),
        cell: (line) => <Badge tone={TONES[line.level]}>{t(`level.${line.level}`)}</Badge>,
      },
      {
        id: "message",
        title: t("message"),
        cell: (line) => <span className={css["rowText"]}>{named(line.message)}</span>,
      },
    ],
    [t, language, zone, named],
  );
  return (
    <>
      <div className={css["filters"]}>
        <SegmentedControl
          aria-label={t("level")}
          value={level}
          onChange={(value) => change({ level: value as LogLevel })}
          data={LEVELS.map((value) => ({ value, label: t(`least.${value}`) }))}
        />
      </div>
      <Panel flush>
        <Loaded
          query={query}
          isEmpty={(data) => rowsOf(data).length === 0}
          empty={<Empty title={t("noLogs")}>{t("noLogsText")}</Empty>}
        >
          {(data) => (
            <DataTable
              label={t("logs")}
              columns={columns}
              rows={rowsOf(data).flatMap(linesOf)}
              rowKey={(line) => line.key}
              more={query.hasNextPage ? () => void query.fetchNextPage() : null}
              isLoadingMore={query.isFetchingNextPage}
            />
          )}
        </Loaded>
      </Panel>
    </>
  );
}

/** The lines of an upload come oldest first; people read the newest first. */
function linesOf({ received_at, entries }: Schema<"LogView">): Line[] {
  return entries.map((entry, at) => ({ ...entry, key: `${received_at}-${at}` })).reverse();
}
