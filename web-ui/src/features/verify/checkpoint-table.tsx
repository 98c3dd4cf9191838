import { useMemo } from "react";
import { type Column, DataTable } from "../../ui/data-table";
import { Panel } from "../../ui/panel";
import { Count, Moment } from "../../ui/values";
import { Save } from "./log-panels";
import type { Checkpoint } from "./log-queries";
import { useVerifyTexts } from "./texts";
import css from "./verify.module.css";

type Row = Checkpoint & { added: number };

/** All checkpoints, newest first. */
export function CheckpointTable({ items }: { items: readonly Checkpoint[] }) {
  const t = useVerifyTexts();
  const rows = useMemo(
    () =>
      items
        .map((one, at): Row => ({ ...one, added: one.size - (items[at - 1]?.size ?? 0) }))
        .toReversed(),
    [items],
  );
  const columns = useMemo<Column<Row>[]>(
    () => [
      {
        id: "signed",
        title: t("log.signedAt"),
        compare: (a, b) => Date.parse(a.signed_at) - Date.parse(b.signed_at),
        cell: ({ signed_at }) => <Moment at={signed_at} />,
      },
      {
        id: "size",
        title: t("log.size"),
        align: "right",
        compare: (a, b) => a.size - b.size,
        cell: ({ size }) => <Count value={size} />,
      },
      {
        id: "added",
        title: t("log.added"),
        align: "right",
        compare: (a, b) => a.added - b.added,
        cell: ({ added }) => <Count value={added} />,
      },
      {
        id: "root",
        title: t("log.root"),
        cell: ({ root }) => (
          <code className={css["muted"]} title={root}>
            {root.slice(0, 20)}…
          </code>
        ),
      },
      {
        id: "save",
        title: "",
        align: "right",
        cell: ({ size, checkpoint }) => <Save name={`checkpoint-${size}.txt`} text={checkpoint} />,
      },
    ],
    [t],
  );
  return (
    <Panel title={t("log.list")} flush>
      <div className={css["list"]}>
        <DataTable
          label={t("log.list")}
          columns={columns}
          rows={rows}
          rowKey={({ size, signed_at }) => `${size} ${signed_at}`}
          cards={false}
        />
      </div>
    </Panel>
  );
}
