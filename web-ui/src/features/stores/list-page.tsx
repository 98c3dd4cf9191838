import { Button, TextInput } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { z } from "zod";
import { devicesQuery, type Store, storesQuery, useIsCut } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { formatTime } from "../../lib/dates";
import { fold } from "../../lib/fold";
import { paths } from "../../lib/paths";
import { OPERATOR, type Role, SELLERS } from "../../lib/roles";
import { addressText, useAddress } from "../../lib/route";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { type Column, DataTable } from "../../ui/data-table";
import { StoreMap } from "../../ui/map/store-map";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty, Incomplete, Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import type { Tone } from "../../ui/tone";
import { Count, useNow } from "../../ui/values";
import css from "./stores.module.css";
import { useStoreTexts } from "./texts";

const ADDRESS = z.object({ q: addressText });
const SEES_DEVICES: readonly Role[] = [...OPERATOR, "SUPPLIER"];

type Row = { store: Store; screens: number | null; online: number; tone: Tone };

/** All stores, on the map and as a list; what is searched for is what the map shows. */
export function Page() {
  const t = useStoreTexts();
  const [{ q }, change] = useAddress(ADDRESS);
  const { query, rows } = useRows();
  const mayAdd = useHasRole(SELLERS);
  const shown = rows?.filter(({ store }) => isWanted(store, q)) ?? [];
  const regions = new Set(rows?.map(({ store }) => store.region)).size;
  return (
    <>
      <PageTitle
        title={t("title")}
        subtitle={rows && t("subtitle", { count: rows.length, regions })}
        actions={
          <>
            <TextInput
              className={css["search"]}
              leftSection={<IconSearch size={16} />}
              aria-label={t("search")}
              placeholder={t("search")}
              value={q}
              onChange={({ currentTarget }) => change({ q: currentTarget.value })}
            />
            {mayAdd && (
              <Button leftSection={<IconPlus size={16} />} component={Link} to={paths.newStore}>
                {t("add")}
              </Button>
            )}
          </>
        }
      />
      <Loaded
        query={{ ...query, data: rows }}
        isEmpty={(all) => all.length === 0}
        empty={<Empty title={t("first")}>{t("firstText")}</Empty>}
      >
        {() => <Shown rows={shown} />}
      </Loaded>
      <Incomplete when={useIsCut(storesQuery)} />
    </>
  );
}

function Shown({ rows }: { rows: readonly Row[] }) {
  const t = useStoreTexts();
  const navigate = useNavigate();
  const columns = useColumns();
  const open = (id: string) => void navigate({ to: paths.store(id) });
  if (rows.length === 0) return <Empty title={t("none")}>{t("noneText")}</Empty>;
  return (
    <div className={css["stack"]}>
      <Panel flush>
        <StoreMap
          height={320}
          onOpen={open}
          places={rows.map(({ store: { id, name, lat, lng }, tone, online, screens }) => ({
            id,
            name,
            lat,
            lng,
            tone,
            ...(screens !== null && { note: t("online", { online, all: screens }) }),
          }))}
        />
      </Panel>
      <Panel flush>
        <DataTable
          label={t("title")}
          columns={columns}
          rows={rows}
          rowKey={({ store }) => store.id}
          onOpen={({ store }) => open(store.id)}
        />
      </Panel>
    </div>
  );
}

function useRows() {
  const query = useQuery(storesQuery);
  const seesDevices = useHasRole(SEES_DEVICES);
  const devices = useQuery({ ...devicesQuery, enabled: seesDevices }).data;
  const rows = useMemo(
    () =>
      query.data?.map((store): Row => {
        const own = devices?.filter((one) => one.store_id === store.id && one.status === "ACTIVE");
        const online = own?.filter((one) => one.online).length ?? 0;
        return { store, screens: own?.length ?? null, online, tone: toneFor(online, own?.length) };
      }),
    [query.data, devices],
  );
  return { query, rows };
}

function toneFor(online: number, all: number | undefined): Tone {
  if (all === undefined) return "info";
  if (all === 0) return "quiet";
  return online === all ? "good" : online > 0 ? "wait" : "bad";
}

function isWanted({ name, region, address }: Store, q: string): boolean {
  return fold(`${name} ${region} ${address ?? ""}`).includes(fold(q));
}

function useColumns(): Column<Row>[] {
  const t = useStoreTexts();
  const words = useWords();
  const language = useLanguage();
  return useMemo(
    () => [
      {
        id: "name",
        title: t("name"),
        compare: (a, b) => a.store.name.localeCompare(b.store.name, language),
        cell: ({ store }) => (
          <div className={css["name"]}>
            <span className={css["nameMain"]}>{store.name}</span>
            <span className={css["muted"]}>{store.address}</span>
          </div>
        ),
      },
      {
        id: "region",
        title: t("region"),
        compare: (a, b) => a.store.region.localeCompare(b.store.region, language),
        cell: ({ store }) => store.region,
      },
      {
        id: "category",
        wide: true,
        title: t("category"),
        cell: ({ store }) => words("StoreCategory", store.category),
      },
      {
        id: "traffic",
        wide: true,
        title: t("traffic"),
        align: "right",
        compare: (a, b) => a.store.daily_foot_traffic - b.store.daily_foot_traffic,
        cell: ({ store }) => <Count value={store.daily_foot_traffic} />,
      },
      {
        id: "screens",
        title: t("screens"),
        align: "right",
        compare: (a, b) => (a.screens ?? 0) - (b.screens ?? 0),
        cell: ({ online, screens }) => (screens === null ? "–" : `${online} / ${screens}`),
      },
      {
        id: "time",
        wide: true,
        title: t("time"),
        align: "right",
        cell: ({ store }) => <LocalTime zone={store.timezone} />,
      },
      {
        id: "status",
        title: t("status"),
        cell: ({ store }) => <Status kind="PartyStatus" word={store.status} />,
      },
    ],
    [t, words, language],
  );
}

function LocalTime({ zone }: { zone: string }) {
  const now = useNow(30_000);
  return formatTime(new Date(now).toISOString(), useLanguage(), zone);
}
