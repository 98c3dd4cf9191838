import { Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { z } from "zod";
import { fold } from "../../lib/fold";
import { addressText, useAddress } from "../../lib/route";
import { useWords } from "../../lib/words";
import { type Column, DataTable } from "../../ui/data-table";
import { Panel } from "../../ui/panel";
import { Empty } from "../../ui/states";
import { Status } from "../../ui/status";
import { Moment } from "../../ui/values";
import css from "./parties.module.css";
import { usePartyTexts } from "./texts";

const STATUSES = ["ACTIVE", "SUSPENDED", "TERMINATED"] as const;
const ADDRESS = z.object({ q: addressText, status: z.enum(STATUSES).optional().catch(undefined) });

/** What the lists of advertisers and of suppliers share. */
export type Party = { id: string; name: string; email: string; status: string; created_at: string };

type Props<T extends Party> = {
  label: string;
  rows: readonly T[];
  /** Columns of its own, between status and age. */
  columns: readonly Column<T>[];
  to: (id: string) => string;
  /** What stands below the name. */
  note?: (row: T) => string | null;
};

/** A list of accounts with search and status. */
export function PartyList<T extends Party>({ label, rows, columns, to, note }: Props<T>) {
  const t = usePartyTexts();
  const words = useWords();
  const navigate = useNavigate();
  const [{ q, status }, change] = useAddress(ADDRESS);
  const shown = rows.filter(
    (row) =>
      (status === undefined || row.status === status) &&
      fold(`${row.name} ${row.email}`).includes(fold(q)),
  );
  const all: Column<T>[] = [
    {
      id: "name",
      title: t("name"),
      compare: (a, b) => a.name.localeCompare(b.name),
      cell: (row) => (
        <div className={css["cell"]}>
          <b>{row.name}</b>
          <span className={css["muted"]}>{note?.(row) ?? row.email}</span>
        </div>
      ),
    },
    {
      id: "status",
      title: t("status"),
      compare: (a, b) => a.status.localeCompare(b.status),
      cell: (row) => <Status kind="PartyStatus" word={row.status} />,
    },
    ...columns,
    {
      id: "since",
      title: t("since"),
      wide: true,
      align: "right",
      compare: (a, b) => a.created_at.localeCompare(b.created_at),
      cell: (row) => <Moment at={row.created_at} named={false} />,
    },
  ];
  return (
    <>
      <div className={css["filters"]}>
        <TextInput
          className={css["search"] ?? ""}
          leftSection={<IconSearch size={16} />}
          aria-label={t("search")}
          placeholder={t("search")}
          value={q}
          onChange={({ currentTarget }) => change({ q: currentTarget.value })}
        />
        <Select
          clearable
          aria-label={t("status")}
          placeholder={t("allStatuses")}
          value={status ?? null}
          onChange={(value) => change({ status: STATUSES.find((one) => one === value) })}
          data={STATUSES.map((value) => ({ value, label: words("PartyStatus", value) }))}
        />
      </div>
      <Panel flush>
        {shown.length === 0 ? (
          <Empty title={rows.length === 0 ? t("none") : t("noneFits")} />
        ) : (
          <DataTable
            label={label}
            columns={all}
            rows={shown}
            rowKey={({ id }) => id}
            onOpen={({ id }) => void navigate({ to: to(id) })}
          />
        )}
      </Panel>
    </>
  );
}
