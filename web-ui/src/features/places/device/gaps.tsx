import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Schema } from "../../../api/client";
import { formatCount, formatShare } from "../../../lib/numbers";
import { useLanguage } from "../../../lib/texts";
import { Badge } from "../../../ui/badge";
import { type Column, DataTable } from "../../../ui/data-table";
import { Figure } from "../../../ui/figure";
import { Panel } from "../../../ui/panel";
import { Empty, Loaded } from "../../../ui/states";
import { Count } from "../../../ui/values";
import css from "../places.module.css";
import { gapsQuery } from "./queries";
import { useDevicePageTexts } from "./texts";

type Range = Schema<"MissingRange">;
type Found = Schema<"DeviceGaps">;

/** Plays that the screen counted and that never arrived. */
export function Gaps({ id }: { id: string }) {
  const query = useQuery(gapsQuery(id));
  return (
    <Loaded query={query}>
      {(found) => (
        <div className={css["stack"]}>
          <Figures found={found} />
          <Ranges found={found} />
        </div>
      )}
    </Loaded>
  );
}

function Figures({ found }: { found: Found }) {
  const t = useDevicePageTexts();
  const language = useLanguage();
  const { missing, missing_pct, pending, counters_seen, plays_without_counter } = found;
  return (
    <Panel flush>
      <div className={css["figures"]}>
        <Figure
          label={t("missing")}
          value={<Count value={missing} />}
          hint={missing_pct == null ? undefined : formatShare(missing_pct / 100, language, 2)}
          {...(missing > 0 && { tone: "bad" as const })}
        />
        <Figure label={t("onTheWay")} value={<Count value={pending} />} hint={t("onTheWayHint")} />
        <Figure
          label={t("arrived")}
          value={<Count value={counters_seen} />}
          hint={t("arrivedHint")}
        />
        <Figure
          label={t("uncounted")}
          value={<Count value={plays_without_counter} />}
          hint={t("uncountedHint")}
        />
      </div>
    </Panel>
  );
}

function Ranges({ found }: { found: Found }) {
  const t = useDevicePageTexts();
  const language = useLanguage();
  const rows = found.items;
  const columns = useMemo<Column<Range>[]>(
    () => [
      {
        id: "numbers",
        title: t("numbers"),
        cell: ({ first, last }) =>
          first === last
            ? formatCount(first, language)
            : `${formatCount(first, language)} – ${formatCount(last, language)}`,
      },
      {
        id: "count",
        title: t("howMany"),
        align: "right",
        cell: ({ count }) => <Count value={count} />,
      },
      {
        id: "state",
        title: t("state"),
        cell: ({ pending }) =>
          pending ? (
            <Badge tone="wait">{t("mayCome")}</Badge>
          ) : (
            <Badge tone="bad">{t("lost")}</Badge>
          ),
      },
    ],
    [t, language],
  );
  const isBlind = found.counting === "NO_COUNTERS" || found.counting === "NO_PLAYS";
  return (
    <Panel
      title={t("ranges")}
      aside={<Badge tone={isBlind ? "wait" : "info"}>{t(`counting.${found.counting}`)}</Badge>}
      flush
    >
      {rows.length === 0 ? (
        <Empty title={t(isBlind ? `counting.${found.counting}` : "noGaps")}>
          {isBlind ? t("blindText") : t("noGapsText")}
        </Empty>
      ) : (
        <DataTable
          label={t("ranges")}
          columns={columns}
          rows={rows}
          rowKey={({ first }) => String(first)}
        />
      )}
    </Panel>
  );
}
