import { Button, SegmentedControl, Select, Switch, TextInput } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { campaignsQuery, PAGE, rowsOf, storesQuery } from "../../api/catalog";
import { useLive } from "../../api/live";
import { queryClient } from "../../api/query";
import { OWN_ZONE } from "../../lib/dates";
import { paths } from "../../lib/paths";
import { useAddress } from "../../lib/route";
import { useWords } from "../../lib/words";
import { DataTable } from "../../ui/data-table";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { useColumns } from "./columns";
import { ADDRESS, type Filter, isFiltered, isWanted, STATUSES } from "./filter";
import css from "./impressions.module.css";
import { playsQuery } from "./queries";
import { useImpressionTexts } from "./texts";

/** Plays of a campaign, one by one, as far back as somebody scrolls. */
export function Page() {
  const t = useImpressionTexts();
  const campaigns = useQuery(campaignsQuery);
  return (
    <Loaded
      query={campaigns}
      isEmpty={(rows) => rows.length === 0}
      empty={<Empty title={t("noCampaign")}>{t("noCampaignText")}</Empty>}
    >
      {(rows) => {
        const first = rows.find(({ status }) => status === "ACTIVE") ?? rows[0];
        return <Shown first={first?.id ?? ""} />;
      }}
    </Loaded>
  );
}

function Shown({ first }: { first: string }) {
  const t = useImpressionTexts();
  const [given, change] = useAddress(ADDRESS);
  const filter = { ...given, campaign: given.campaign || first };
  return (
    <>
      <PageTitle title={t("title")} subtitle={t("subtitle")} />
      <Filters filter={filter} onChange={change} />
      <Panel flush>
        <List key={`${filter.campaign} ${filter.status === "REJECTED"}`} filter={filter} />
      </Panel>
    </>
  );
}

type FiltersProps = { filter: Filter; onChange: (part: Partial<Filter>) => void };

function Filters({ filter, onChange }: FiltersProps) {
  const t = useImpressionTexts();
  const words = useWords();
  const campaigns = useQuery(campaignsQuery).data ?? [];
  const stores = useQuery(storesQuery).data ?? [];
  return (
    <div className={css["filters"]}>
      <Select
        className={css["select"] ?? ""}
        aria-label={t("campaign")}
        searchable
        allowDeselect={false}
        value={filter.campaign}
        data={campaigns.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(campaign) => onChange({ campaign: campaign ?? "" })}
      />
      <SegmentedControl
        value={filter.status}
        onChange={(value) => onChange({ status: STATUSES.find((one) => one === value) ?? "ALL" })}
        data={STATUSES.map((status) => ({
          value: status,
          label: status === "ALL" ? t("all") : words("PlayStatus", status),
        }))}
      />
      <Select
        className={css["select"] ?? ""}
        aria-label={t("store")}
        placeholder={t("everyStore")}
        searchable
        clearable
        value={filter.store || null}
        data={stores.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(store) => onChange({ store: store ?? "" })}
      />
      <TextInput
        type="date"
        aria-label={t("day")}
        value={filter.day}
        onChange={({ currentTarget }) => onChange({ day: currentTarget.value })}
      />
      <Switch
        label={t("withPicture")}
        checked={filter.picture}
        onChange={({ currentTarget }) => onChange({ picture: currentTarget.checked })}
      />
    </div>
  );
}

/** So many plays are looked through by themselves before somebody has to ask for more. */
const BY_ITSELF = 10_000;

function List({ filter }: { filter: Filter }) {
  const t = useImpressionTexts();
  const navigate = useNavigate();
  const columns = useColumns();
  const zoneOf = useZones();
  const query = useInfiniteQuery(playsQuery(filter.campaign, filter.status === "REJECTED"));
  const [asked, setAsked] = useState(BY_ITSELF);
  const loaded = useMemo(() => (query.data ? rowsOf(query.data) : []), [query.data]);
  const rows = useMemo(
    () => loaded.filter((play) => isWanted(play, filter, zoneOf)),
    [loaded, filter, zoneOf],
  );
  const more = () => {
    if (loaded.length >= asked) setAsked(loaded.length + BY_ITSELF);
    void query.fetchNextPage();
  };
  return (
    <Loaded query={query}>
      {() => (
        <>
          <Found filter={filter} shown={rows.length} looked={loaded.length} />
          {rows.length === 0 && !query.hasNextPage && (
            <Empty title={t("none")}>{t("noneText")}</Empty>
          )}
          <div className={css["list"]}>
            <DataTable
              label={t("title")}
              columns={columns}
              rows={rows}
              rowKey={({ id }) => id}
              onOpen={({ id }) => void navigate({ to: paths.impression(id) })}
              more={query.hasNextPage ? more : null}
              isLoadingMore={query.isFetchingNextPage}
              endless={loaded.length + PAGE <= asked}
              cards={false}
            />
          </div>
        </>
      )}
    </Loaded>
  );
}

function useZones(): (storeId: string) => string {
  const stores = useQuery(storesQuery).data;
  return useMemo(() => {
    const zones = new Map(stores?.map(({ id, timezone }) => [id, timezone]));
    return (storeId: string) => zones.get(storeId) ?? OWN_ZONE;
  }, [stores]);
}

type FoundProps = { filter: Filter; shown: number; looked: number };

/** How many there are so far, and how many came since. */
function Found({ filter, shown, looked }: FoundProps) {
  const t = useImpressionTexts();
  const [fresh, setFresh] = useState(0);
  useLive("play", (events) => {
    const own = events.filter(({ campaign_id }) => campaign_id === filter.campaign);
    if (own.length > 0) setFresh((before) => before + own.length);
  });
  const show = () => {
    setFresh(0);
    void queryClient.resetQueries({ queryKey: ["impressions", "list", filter.campaign] });
  };
  return (
    <div className={css["found"]}>
      <span role="status">
        {isFiltered(filter) ? t("shown", { count: shown, looked }) : t("loaded", { count: looked })}
      </span>
      {fresh > 0 && (
        <Button size="compact-xs" variant="light" onClick={show}>
          {t("fresh", { count: fresh })}
        </Button>
      )}
    </div>
  );
}
