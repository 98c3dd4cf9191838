import type { CSSProperties, ReactNode } from "react";
import css from "./heat-table.module.css";

/** One cell: how much of the warmest it is, 0 to 1, and what it says. */
export type HeatCell = { share: number; text: string; title: string };

export type HeatRow = { key: string; name: ReactNode; cells: readonly (HeatCell | null)[] };

type Props = {
  /** What the whole is, for those who do not see it. */
  label: string;
  /** What stands in the corner, above the names of the rows. */
  corner?: ReactNode;
  columns: readonly { key: string; name: string }[];
  rows: readonly HeatRow[];
};

/** A table whose cells are the warmer the more they hold; read by screen readers as a table. */
export function HeatTable({ label, corner, columns, rows }: Props) {
  return (
    <section className={css["scroll"]} aria-label={label} {...REACHED_BY_KEYS}>
      <table className={css["table"]} aria-label={label}>
        <thead>
          <tr>
            <th scope="col" className={css["corner"]}>
              {corner}
            </th>
            {columns.map((column) => (
              <th key={column.key} scope="col" title={column.name}>
                <span className={css["columnName"]}>{column.name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, cells }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {cells.map((cell, place) => (
                <Cell key={columns[place]?.key} cell={cell} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What scrolls sideways can be reached without a pointer. */
const REACHED_BY_KEYS = { tabIndex: 0 } as const;

function Cell({ cell }: { cell: HeatCell | null }) {
  if (cell === null) return <td className={css["none"]} />;
  const heat = `${Math.round(Math.min(1, Math.max(0, cell.share)) * 62)}%`;
  return (
    <td title={cell.title} style={{ "--heat": heat } as CSSProperties}>
      {cell.text}
    </td>
  );
}
