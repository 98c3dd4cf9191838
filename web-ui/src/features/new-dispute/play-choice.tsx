import { Button, Checkbox, Select, Textarea } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { type Campaign, devicesQuery, rowsOf, storesQuery } from "../../api/catalog";
import { usePerson } from "../../api/session";
import { formatDay } from "../../lib/dates";
import { compare } from "../../lib/decimal";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { type Column, DataTable } from "../../ui/data-table";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Moment, Money, useNow } from "../../ui/values";
import { type Filter, hindranceOf, isWanted } from "./choice";
import css from "./new-dispute.module.css";
import type { Chosen } from "./new-page";
import { type Play, playsQuery } from "./queries";
import { useNewDisputeTexts } from "./texts";
import { daysLeft, readIds } from "./window";

type Props = { campaign: Campaign; chosen: Chosen; onChange: (chosen: Chosen) => void };

const ALL: Filter = { day: "", storeId: "", deviceId: "" };

/** The billed plays of a campaign by day, store and screen, to be ticked; or ids that are pasted. */
export function PlayChoice({ campaign, chosen, onChange }: Props) {
  const t = useNewDisputeTexts();
  const [isPasting, setPasting] = useState(false);
  const plays = useInfiniteQuery(playsQuery(campaign.id));
  return (
    <Panel
      flush
      title={t("which")}
      aside={
        <Button variant="subtle" size="compact-sm" onClick={() => setPasting(!isPasting)}>
          {isPasting ? t("byList") : t("byIds")}
        </Button>
      }
    >
      {isPasting ? (
        <Paste chosen={chosen} onChange={onChange} />
      ) : (
        <Loaded
          query={plays}
          isEmpty={(data) => rowsOf(data).length === 0}
          empty={<Empty title={t("noPlays")} />}
        >
          {(data) => (
            <Ticks
              plays={rowsOf(data)}
              chosen={chosen}
              onChange={onChange}
              more={plays.hasNextPage ? () => void plays.fetchNextPage() : null}
              isLoadingMore={plays.isFetchingNextPage}
            />
          )}
        </Loaded>
      )}
    </Panel>
  );
}

function Paste({ chosen, onChange }: Omit<Props, "campaign">) {
  const t = useNewDisputeTexts();
  const [text, setText] = useState([...chosen.keys()].join("\n"));
  return (
    <div className={css["paste"]}>
      <Textarea
        label={t("ids")}
        description={t("idsHint")}
        autosize
        minRows={6}
        maxRows={14}
        value={text}
        onChange={({ currentTarget: { value } }) => {
          setText(value);
          onChange(new Map(readIds(value).map((id) => [id, chosen.get(id) ?? null])));
        }}
      />
      <p className={css["muted"]}>{t("idsFound", { count: chosen.size })}</p>
    </div>
  );
}

type TicksProps = Omit<Props, "campaign"> & {
  plays: readonly Play[];
  more: (() => void) | null;
  isLoadingMore: boolean;
};

function Ticks({ plays, chosen, onChange, more, isLoadingMore }: TicksProps) {
  const t = useNewDisputeTexts();
  const now = useNow(60_000);
  const [filter, setFilter] = useState(ALL);
  const shown = plays.filter((play) => isWanted(play, filter));
  const free = shown.filter((play) => hindranceOf(play, now) === null);
  const areAll = free.length > 0 && free.every(({ id }) => chosen.has(id));
  const tick = (rows: readonly Play[], isOn: boolean) => {
    const next = new Map(chosen);
    for (const { id, cost } of rows) {
      if (isOn) next.set(id, cost);
      else next.delete(id);
    }
    onChange(next);
  };
  const columns = useColumns(chosen, now, tick);
  return (
    <>
      <Filters plays={plays} filter={filter} onChange={setFilter} />
      <div className={css["all"]}>
        <Checkbox
          size="sm"
          label={t("tickAll", { count: free.length })}
          checked={areAll}
          disabled={free.length === 0}
          onChange={() => tick(free, !areAll)}
        />
        <span className={css["muted"]}>{t("loaded", { count: plays.length })}</span>
      </div>
      <div className={css["plays"]}>
        {shown.length === 0 ? (
          <Empty title={t("noneFits")} />
        ) : (
          <DataTable
            label={t("which")}
            columns={columns}
            rows={shown}
            rowKey={({ id }) => id}
            more={more}
            isLoadingMore={isLoadingMore}
          />
        )}
      </div>
    </>
  );
}

type FiltersProps = {
  plays: readonly Play[];
  filter: Filter;
  onChange: (filter: Filter) => void;
};

function Filters({ plays, filter, onChange }: FiltersProps) {
  const t = useNewDisputeTexts();
  const language = useLanguage();
  const { store, device } = usePlaces();
  const different = (of: (play: Play) => string | null | undefined) =>
    [...new Set(plays.map(of))].filter((one): one is string => Boolean(one));
  const days = different(({ played_at }) => played_at.slice(0, 10))
    .sort()
    .reverse();
  const set = (part: Partial<Filter>) => onChange({ ...filter, ...part });
  return (
    <div className={css["filters"]}>
      <Select
        clearable
        aria-label={t("day")}
        placeholder={t("allDays")}
        value={filter.day || null}
        onChange={(day) => set({ day: day ?? "" })}
        data={days.map((value) => ({ value, label: `${formatDay(value, language)} (UTC)` }))}
      />
      <Select
        clearable
        searchable
        aria-label={t("store")}
        placeholder={t("allStores")}
        value={filter.storeId || null}
        onChange={(storeId) => set({ storeId: storeId ?? "" })}
        data={different(({ store_id }) => store_id).map((value) => ({
          value,
          label: store(value),
        }))}
      />
      <Select
        clearable
        searchable
        aria-label={t("screen")}
        placeholder={t("allScreens")}
        value={filter.deviceId || null}
        onChange={(deviceId) => set({ deviceId: deviceId ?? "" })}
        data={different(({ device_id }) => device_id).map((value) => ({
          value,
          label: device(value),
        }))}
      />
    </div>
  );
}

/** Names of places; advertisers do not see names of screens, so they get the end of the id. */
function usePlaces() {
  const { role } = usePerson();
  const stores = useQuery(storesQuery).data ?? [];
  const devices = useQuery({ ...devicesQuery, enabled: role !== "ADVERTISER" }).data ?? [];
  const short = (id: string) => `…${id.slice(-6)}`;
  return {
    store: (id: string | null | undefined) => stores.find((row) => row.id === id)?.name ?? "–",
    zone: (id: string | null | undefined) => stores.find((row) => row.id === id)?.timezone,
    device: (id: string | null | undefined) =>
      devices.find((row) => row.id === id)?.name ?? (id ? short(id) : "–"),
  };
}

function useColumns(
  chosen: Chosen,
  now: number,
  tick: (rows: readonly Play[], isOn: boolean) => void,
): Column<Play>[] {
  const t = useNewDisputeTexts();
  const words = useWords();
  const places = usePlaces();
  return useMemo(
    () => [
      {
        id: "at",
        title: t("played"),
        compare: (a, b) => a.played_at.localeCompare(b.played_at),
        cell: (play) => {
          const why = hindranceOf(play, now);
          const zone = places.zone(play.store_id);
          return (
            <Checkbox
              size="xs"
              checked={chosen.has(play.id)}
              disabled={why !== null}
              title={why ? t(`hindrance.${why}`) : undefined}
              label={<Moment at={play.played_at} {...(zone && { zone })} />}
              onChange={({ currentTarget }) => tick([play], currentTarget.checked)}
            />
          );
        },
      },
      {
        id: "store",
        title: t("store"),
        cell: ({ store_id, device_id }) => (
          <div className={css["cell"]}>
            <span>{places.store(store_id)}</span>
            <span className={css["muted"]}>{places.device(device_id)}</span>
          </div>
        ),
      },
      {
        id: "shown",
        title: t("shown"),
        compare: (a, b) => a.duration_actual - b.duration_actual,
        cell: (play) =>
          t("shownText", { actual: play.duration_actual, expected: play.duration_expected }),
      },
      {
        id: "left",
        title: t("left"),
        compare: (a, b) => a.played_at.localeCompare(b.played_at),
        cell: (play) => {
          const why = hindranceOf(play, now);
          if (why === "notBilled") return words("PlayStatus", play.status);
          return why ? t(`hindrance.${why}`) : t("days", { count: daysLeft(play.played_at, now) });
        },
      },
      {
        id: "cost",
        title: t("cost"),
        align: "right",
        compare: (a, b) => compare(a.cost, b.cost),
        cell: ({ cost }) => <Money amount={cost} />,
      },
    ],
    [t, words, places, chosen, now, tick],
  );
}
