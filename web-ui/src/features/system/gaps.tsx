import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { rowsOf, storesQuery } from "../../api/catalog";
import { formatShare } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { useLanguage } from "../../lib/texts";
import { type Column, DataTable } from "../../ui/data-table";
import { Empty, Loaded } from "../../ui/states";
import { Count } from "../../ui/values";
import { type Gap, gapsQuery } from "./queries";
import css from "./system.module.css";
import { useSystemTexts } from "./texts";

/** So many are shown at first: the worst. */
const FIRST = 6;

/** Screens whose plays did not all arrive, by their own numbers. */
export function Gaps() {
  const t = useSystemTexts();
  const language = useLanguage();
  const navigate = useNavigate();
  const query = useInfiniteQuery(gapsQuery);
  const stores = useQuery(storesQuery).data;
  const [isWhole, setIsWhole] = useState(false);
  const next = query.hasNextPage ? () => void query.fetchNextPage() : null;
  const columns = useMemo<Column<Gap>[]>(() => {
    const names = new Map(stores?.map(({ id, name }) => [id, name]));
    return [
      {
        id: "screen",
        title: t("screen"),
        cell: ({ device_name, store_id }) => (
          <div className={css["name"]}>
            <b>{device_name}</b>
            <span className={css["muted"]}>{names.get(store_id ?? "")}</span>
          </div>
        ),
      },
      {
        id: "missing",
        title: t("missing"),
        align: "right",
        compare: (a, b) => a.missing - b.missing,
        cell: ({ missing }) => <Count value={missing} />,
      },
      {
        id: "share",
        title: t("share"),
        align: "right",
        compare: (a, b) => (a.missing_pct ?? 0) - (b.missing_pct ?? 0),
        cell: ({ missing_pct }) =>
          missing_pct == null ? "–" : formatShare(missing_pct / 100, language, 2),
      },
      {
        id: "pending",
        wide: true,
        title: t("pending"),
        align: "right",
        cell: ({ pending }) => <Count value={pending} />,
      },
    ];
  }, [t, language, stores]);
  return (
    <Loaded
      query={query}
      isEmpty={(data) => rowsOf(data).length === 0}
      empty={<Empty title={t("noGaps")}>{t("noGapsText")}</Empty>}
    >
      {(data) => (
        <DataTable
          label={t("gaps")}
          columns={columns}
          rows={isWhole ? rowsOf(data) : rowsOf(data).slice(0, FIRST)}
          rowKey={({ device_id }) => device_id}
          onOpen={({ device_id }) =>
            void navigate({ to: paths.device(device_id), search: { tab: "gaps" } as never })
          }
          more={isWhole || rowsOf(data).length <= FIRST ? next : () => setIsWhole(true)}
          isLoadingMore={query.isFetchingNextPage}
        />
      )}
    </Loaded>
  );
}
