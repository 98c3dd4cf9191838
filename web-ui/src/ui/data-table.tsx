import { Button } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import {
  type ColumnDef,
  createSortedRowModel,
  type Row,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import {
  memo,
  type ReactNode,
  useCallback,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from "react";
import { useUiTexts } from "./texts";
import css from "./ui.module.css";
import { useWindow } from "./window";

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

/** A column of a table: what it shows, and what it is sorted by where it can be. */
export type Column<T> = {
  id: string;
  title: string;
  cell: (row: T) => ReactNode;
  /** Below, equal, above: by what the rows are sorted when the title is pressed. */
  compare?: (a: T, b: T) => number;
  align?: "right";
  /** Left out of the cards of a phone. */
  wide?: boolean;
};

type Props<T> = {
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  /** What the table is, for those who do not see it. */
  label: string;
  onOpen?: (row: T) => void;
  chosen?: string | null;
  /** Gets the next page; null where there is none. */
  more?: (() => void) | null;
  isLoadingMore?: boolean;
  /** Gets the next page by itself when the end comes into sight. */
  endless?: boolean;
  /** On a phone every row becomes a card; off for narrow tables. */
  cards?: boolean;
};

type Def<T> = ColumnDef<typeof features, { row: T }>;

/**
 * A table that sorts what it holds, opens a row by click or Enter, and draws only the rows in
 * sight once there are many.
 */
export function DataTable<T>(props: Props<T>) {
  const { columns, rows, rowKey, label, onOpen, chosen, more, cards = true } = props;
  const [sorting, setSorting] = useState<SortingState>([]);
  const data = useMemo(() => rows.map((row) => ({ row })), [rows]);
  const defs = useMemo(() => columns.map((column) => defOf(column)), [columns]);
  const table = useTable({
    features,
    columns: defs,
    data,
    state: { sorting },
    onSortingChange: setSorting,
    getRowId: ({ row }) => rowKey(row),
  });
  const frame = useRef<HTMLDivElement>(null);
  const sorted = table.getRowModel().rows;
  const seen = useWindow(frame, sorted.length);
  const open = useOpen(onOpen);
  const byId = new Map(columns.map((column) => [column.id, column]));
  return (
    <div
      ref={frame}
      className={css["tableFrame"]}
      style={seen.frameStyle}
      // What scrolls by itself is scrolled by keys too.
      {...(seen.isLong && { tabIndex: 0, role: "group", "aria-label": label })}
    >
      <table
        className={`${css["table"]} ${cards && !seen.isLong ? css["tableCards"] : ""}`}
        aria-label={label}
        aria-rowcount={sorted.length}
      >
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map(({ column }) => (
                <th
                  key={column.id}
                  className={byId.get(column.id)?.align === "right" ? css["right"] : undefined}
                  aria-sort={ariaSort(column.getIsSorted())}
                >
                  {column.getCanSort() ? (
                    <button
                      type="button"
                      className={css["sorter"]}
                      onClick={column.getToggleSortingHandler()}
                    >
                      {byId.get(column.id)?.title}
                      <SortMark direction={column.getIsSorted()} />
                    </button>
                  ) : (
                    byId.get(column.id)?.title
                  )}
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          <Gap height={seen.before} span={columns.length} />
          {sorted.slice(seen.from, seen.to).map((row) => (
            <BodyRow
              key={row.id}
              row={row}
              columns={columns}
              isChosen={chosen === row.id}
              onOpen={open}
            />
          ))}
          <Gap height={seen.after} span={columns.length} />
        </tbody>
      </table>
      {more && (
        <More
          more={more}
          isLoading={props.isLoadingMore ?? false}
          isEndless={props.endless ?? false}
        />
      )}
    </div>
  );
}

/** The same function for as long as there is one, so that rows are not drawn anew for it. */
function useOpen<T>(onOpen: ((row: T) => void) | undefined): ((row: T) => void) | undefined {
  const latest = useRef(onOpen);
  useEffect(() => {
    latest.current = onOpen;
  }, [onOpen]);
  const open = useCallback((row: T) => latest.current?.(row), []);
  return onOpen && open;
}

type MoreProps = { more: () => void; isLoading: boolean; isEndless: boolean };

function More({ more, isLoading, isEndless }: MoreProps) {
  const t = useUiTexts();
  const button = useRef<HTMLButtonElement>(null);
  const reach = useEffectEvent(more);
  useEffect(() => {
    if (!isEndless || isLoading || !button.current) return;
    const sight = new IntersectionObserver((seen) => {
      if (seen.some(({ isIntersecting }) => isIntersecting)) reach();
    });
    sight.observe(button.current);
    return () => sight.disconnect();
  }, [isEndless, isLoading]);
  return (
    <Button ref={button} variant="subtle" fullWidth onClick={more} loading={isLoading}>
      {t("more")}
    </Button>
  );
}

function defOf<T>({ id, compare }: Column<T>): Def<T> {
  return {
    id,
    accessorFn: ({ row }) => row,
    enableSorting: compare !== undefined,
    ...(compare && {
      sortFn: (a: Row<typeof features, { row: T }>, b: Row<typeof features, { row: T }>) =>
        compare(a.original.row, b.original.row),
    }),
  };
}

type BodyRowProps<T> = {
  row: Row<typeof features, { row: T }>;
  columns: readonly Column<T>[];
  isChosen: boolean;
  onOpen: ((row: T) => void) | undefined;
};

/** Drawn anew only when something of it changed: while somebody scrolls, the new rows alone. */
const BodyRow = memo(PlainRow) as typeof PlainRow;

function PlainRow<T>({ row, columns, isChosen, onOpen }: BodyRowProps<T>) {
  const value = row.original.row;
  const classes = [onOpen && css["rowLink"], isChosen && css["rowChosen"]];
  return (
    <tr
      className={classes.filter(Boolean).join(" ")}
      tabIndex={onOpen ? 0 : undefined}
      onClick={onOpen && (() => onOpen(value))}
      onKeyDown={
        onOpen &&
        ((event) => {
          if (event.key === "Enter" && event.target === event.currentTarget) onOpen(value);
        })
      }
    >
      {columns.map((column, place) => (
        <td key={column.id} className={cellClass(column)}>
          {place > 0 && column.title !== "" && (
            <span className={css["cardLabel"]}>{column.title}</span>
          )}
          {column.cell(value)}
        </td>
      ))}
    </tr>
  );
}

function cellClass<T>({ align, wide }: Column<T>): string {
  return [align === "right" && css["right"], wide && css["wide"]].filter(Boolean).join(" ");
}

/** Room of the rows that are not drawn. */
function Gap({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row without content takes no focus
    <tr aria-hidden="true">
      <td colSpan={span} style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}

function SortMark({ direction }: { direction: false | "asc" | "desc" }) {
  if (direction === "asc") return <IconArrowUp size={12} />;
  if (direction === "desc") return <IconArrowDown size={12} />;
  return null;
}

function ariaSort(direction: false | "asc" | "desc"): "ascending" | "descending" | undefined {
  if (direction === false) return undefined;
  return direction === "asc" ? "ascending" : "descending";
}
