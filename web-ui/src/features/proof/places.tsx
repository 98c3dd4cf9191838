import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { storesQuery } from "../../api/catalog";
import type { Schema } from "../../api/client";
import { formatDuration } from "../../lib/dates";
import { formatCount, formatShare } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { type Column, DataTable } from "../../ui/data-table";
import { type Place, StoreMap } from "../../ui/map/store-map";
import { Meter } from "../../ui/meter";
import { Panel } from "../../ui/panel";
import { Empty } from "../../ui/states";
import { Count } from "../../ui/values";
import type { Range } from "./days";
import css from "./proof.module.css";
import type { Report } from "./queries";
import { StoreReport } from "./store-report";
import { useProofTexts } from "./texts";

type Row = Schema<"StorePlays">;

/** Where it was played: on the map, by region, store by store. */
export function Places({ report, range }: { report: Report; range: Range }) {
  const t = useProofTexts();
  const { stores, regions } = report.geographic_breakdown;
  if (stores.length === 0) {
    return (
      <Panel title={t("places")}>
        <Empty title={t("noPlays")}>{t("noPlaysText")}</Empty>
      </Panel>
    );
  }
  return (
    <>
      <div className={css["halves"]}>
        <Panel title={t("map")} flush>
          <PlacesMap stores={stores} />
        </Panel>
        <Panel title={t("regions")}>
          <Regions regions={regions} all={report.total_impressions} />
        </Panel>
      </div>
      <Panel title={t("stores")} flush>
        <StoreTable report={report} range={range} rows={stores} />
      </Panel>
    </>
  );
}

function PlacesMap({ stores }: { stores: readonly Row[] }) {
  const t = useProofTexts();
  const known = useQuery(storesQuery).data;
  const places = useMemo(() => {
    const byId = new Map(known?.map((store) => [store.id, store]));
    return stores.flatMap(({ store_id, impressions }): Place[] => {
      const store = byId.get(store_id);
      if (!store) return [];
      const { name, lat, lng } = store;
      return [
        { id: store_id, name, lat, lng, tone: "good", note: t("playsOf", { count: impressions }) },
      ];
    });
  }, [stores, known, t]);
  return <StoreMap height={300} places={places} />;
}

function Regions({ regions, all }: { regions: Record<string, number>; all: number }) {
  const language = useLanguage();
  const rows = Object.entries(regions).sort(([, a], [, b]) => b - a);
  const most = rows[0]?.[1] ?? 1;
  return rows.map(([region, plays]) => (
    <div key={region} className={css["bar"]}>
      <span>{region}</span>
      <span>
        <Count value={plays} />{" "}
        <span className={css["muted"]}>{formatShare(plays / all, language)}</span>
      </span>
      <Meter share={plays / most} label={`${region}: ${formatCount(plays, language)}`} />
    </div>
  ));
}

type TableProps = { report: Report; range: Range; rows: readonly Row[] };

function StoreTable({ report, range, rows }: TableProps) {
  const t = useProofTexts();
  const [chosen, setChosen] = useState<{ id: string; name: string } | null>(null);
  const columns = useColumns(report.total_impressions);
  return (
    <>
      <DataTable
        label={t("stores")}
        columns={columns}
        rows={rows}
        rowKey={({ store_id }) => store_id}
        onOpen={({ store_id, name }) => setChosen({ id: store_id, name })}
      />
      <StoreReport
        campaignId={report.campaign_id}
        range={range}
        store={chosen}
        onClose={() => setChosen(null)}
      />
    </>
  );
}

function useColumns(all: number): Column<Row>[] {
  const t = useProofTexts();
  const language = useLanguage();
  return useMemo(
    () => [
      {
        id: "name",
        title: t("store"),
        compare: (a, b) => a.name.localeCompare(b.name, language),
        cell: ({ name }) => <span className={css["name"]}>{name}</span>,
      },
      {
        id: "region",
        title: t("region"),
        wide: true,
        compare: (a, b) => a.region.localeCompare(b.region, language),
        cell: ({ region }) => region,
      },
      {
        id: "screens",
        title: t("screens"),
        align: "right",
        compare: (a, b) => a.unique_devices - b.unique_devices,
        cell: ({ unique_devices }) => <Count value={unique_devices} />,
      },
      {
        id: "time",
        title: t("onScreen"),
        align: "right",
        compare: (a, b) => a.duration_seconds - b.duration_seconds,
        cell: ({ duration_seconds }) => formatDuration(duration_seconds, language),
      },
      {
        id: "plays",
        title: t("plays"),
        align: "right",
        compare: (a, b) => a.impressions - b.impressions,
        cell: ({ impressions }) => <Count value={impressions} />,
      },
      {
        id: "share",
        title: t("share"),
        align: "right",
        wide: true,
        cell: ({ impressions }) => formatShare(impressions / all, language),
      },
    ],
    [t, language, all],
  );
}
