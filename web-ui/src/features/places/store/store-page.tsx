import { Button } from "@mantine/core";
import { IconDeviceTv, IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type Store, suppliersQuery } from "../../../api/catalog";
import { useHasRole } from "../../../api/session";
import { formatTime, zoneName } from "../../../lib/dates";
import { paths } from "../../../lib/paths";
import { OPERATOR, type Role, SELLERS } from "../../../lib/roles";
import { usePathParam } from "../../../lib/route";
import { useLanguage } from "../../../lib/texts";
import { useWords } from "../../../lib/words";
import { Badge } from "../../../ui/badge";
import { Facts } from "../../../ui/facts";
import { Figure } from "../../../ui/figure";
import { StoreMap } from "../../../ui/map/store-map";
import { PageTitle } from "../../../ui/page-title";
import { Panel } from "../../../ui/panel";
import { Loaded } from "../../../ui/states";
import { Status } from "../../../ui/status";
import { Count, Moment, Money, useNow } from "../../../ui/values";
import { NewestPlays } from "../newest-plays";
import css from "../places.module.css";
import { PlaysByDay, ShareOfVoice } from "../plays";
import { usePlaceTexts } from "../texts";
import { dayPlaysQuery } from "../voice";
import { EarnedChart } from "./earned";
import { isOpenAt, localTime } from "./hours";
import { devicesOfQuery, earnedQuery, storeQuery, sumOf } from "./queries";
import { Rules } from "./rules";
import { Screens } from "./screens";
import { useStorePageTexts } from "./texts";
import { Week } from "./week";

const INSIDERS: readonly Role[] = [...OPERATOR, "SUPPLIER"];

/** One store: its screens, what they play and earn, when it is open, where it is. */
export function Page() {
  const store = useQuery(storeQuery(usePathParam("id")));
  return <Loaded query={store}>{(found) => <Shown store={found} />}</Loaded>;
}

function Shown({ store }: { store: Store }) {
  const isInsider = useHasRole(INSIDERS);
  const words = useWords();
  return (
    <>
      <PageTitle
        title={store.name}
        badge={
          store.status === "ACTIVE" ? (
            <OpenNow store={store} />
          ) : (
            <Status kind="PartyStatus" word={store.status} />
          )
        }
        subtitle={
          <>
            {words("StoreCategory", store.category)} · {store.region} · <LocalTime store={store} />
          </>
        }
        actions={<Actions store={store} />}
      />
      {isInsider && <Figures store={store} />}
      <div className={css["halves"]}>
        {isInsider ? <Doings store={store} /> : <Place store={store} />}
        <div className={css["stack"]}>
          {isInsider && <Place store={store} />}
          <Hours store={store} />
          <About store={store} />
          {isInsider && <Rules store={store} />}
        </div>
      </div>
      {isInsider && <Newest store={store} />}
    </>
  );
}

function OpenNow({ store }: { store: Store }) {
  const t = useStorePageTexts();
  const isOpen = isOpenAt(store.opening_hours, localTime(useNow(30_000), store.timezone));
  return <Badge tone={isOpen ? "good" : "quiet"}>{t(isOpen ? "openNow" : "closedNow")}</Badge>;
}

function LocalTime({ store }: { store: Store }) {
  const now = new Date(useNow(30_000)).toISOString();
  return `${formatTime(now, useLanguage(), store.timezone)} (${zoneName(store.timezone)})`;
}

function Actions({ store }: { store: Store }) {
  const t = useStorePageTexts();
  const mayChange = useHasRole(SELLERS);
  if (!mayChange) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPencil size={16} />}
        component={Link}
        to={paths.editStore(store.id)}
      >
        {t("edit")}
      </Button>
      <Button
        leftSection={<IconDeviceTv size={16} />}
        component={Link}
        to={`${paths.newDevice}?store=${store.id}`}
      >
        {t("addScreen")}
      </Button>
    </>
  );
}

function Figures({ store }: { store: Store }) {
  const t = useStorePageTexts();
  const devices = useQuery(devicesOfQuery(store.id)).data ?? [];
  const days = useQuery(dayPlaysQuery({ store: store.id })).data;
  const earned = useQuery({
    ...earnedQuery(store.supplier_id ?? "", store.id),
    enabled: Boolean(store.supplier_id),
  }).data;
  const active = devices.filter(({ status }) => status === "ACTIVE");
  const online = active.filter((device) => device.online).length;
  const isDark = active.length > 0 && online === 0;
  return (
    <Panel flush>
      <div className={css["figures"]}>
        <Figure
          label={t("online")}
          value={`${online} / ${active.length}`}
          hint={t("onlineHint", { count: devices.length })}
          {...(isDark && { tone: "bad" as const })}
        />
        <Figure
          label={t("plays")}
          value={days ? <Count value={days.reduce((sum, { plays }) => sum + plays, 0)} /> : "…"}
          hint={t("playsHint", { count: days?.at(-1)?.plays ?? 0 })}
        />
        <Figure
          label={t("earned")}
          value={earned ? <Money amount={sumOf(earned)} short /> : "…"}
          hint={
            earned?.length === 0 ? t("noPayout") : t("earnedHint", { count: earned?.length ?? 0 })
          }
        />
        <Figure
          label={t("visitors")}
          value={<Count value={store.daily_foot_traffic} />}
          hint={t("visitorsHint", { count: store.avg_dwell_time_minutes })}
        />
      </div>
    </Panel>
  );
}

/** What happens in the store. */
function Doings({ store }: { store: Store }) {
  const t = useStorePageTexts();
  const places = usePlaceTexts();
  const isOperator = useHasRole(OPERATOR);
  const where = { store: store.id };
  const aside = <span className={css["muted"]}>{places("utcDays")}</span>;
  return (
    <div className={css["stack"]}>
      <Panel title={t("screens")} flush>
        <Screens store={store} />
      </Panel>
      <Panel title={t("playsByDay")} aside={aside}>
        <PlaysByDay where={where} />
      </Panel>
      <Panel title={t("voice")} aside={aside}>
        <ShareOfVoice where={where} linked={isOperator} />
      </Panel>
      {store.supplier_id && (
        <Panel title={t("earnedByPayout")}>
          <EarnedChart supplierId={store.supplier_id} storeId={store.id} />
        </Panel>
      )}
    </div>
  );
}

function Newest({ store }: { store: Store }) {
  const places = usePlaceTexts();
  return (
    <div className={css["below"]}>
      <Panel title={places("newest")} flush>
        <NewestPlays where={{ store: store.id }} zone={store.timezone} />
      </Panel>
    </div>
  );
}

/** Degrees: a single store is shown with the coast of its region. */
const REGION = 7;

function Place({ store: { id, name, lat, lng, status } }: { store: Store }) {
  return (
    <Panel flush>
      <StoreMap
        height={260}
        nearest={REGION}
        places={[{ id, name, lat, lng, tone: status === "ACTIVE" ? "good" : "quiet" }]}
      />
    </Panel>
  );
}

function Hours({ store }: { store: Store }) {
  const t = useStorePageTexts();
  return (
    <Panel
      title={t("hours")}
      aside={<span className={css["muted"]}>{t("zone", { zone: zoneName(store.timezone) })}</span>}
    >
      <Week hours={store.opening_hours} zone={store.timezone} />
    </Panel>
  );
}

function About({ store }: { store: Store }) {
  const t = useStorePageTexts();
  const words = useWords();
  const isOperator = useHasRole(OPERATOR);
  const suppliers = useQuery({ ...suppliersQuery, enabled: isOperator }).data;
  const supplier = suppliers?.find(({ id }) => id === store.supplier_id);
  return (
    <Panel title={t("about")}>
      <Facts
        facts={[
          [t("supplier"), supplier ? supplier.name : null],
          [t("address"), store.address ?? null],
          [t("region"), `${store.region} (${store.country})`],
          [t("category"), words("StoreCategory", store.category)],
          [t("venue"), store.venue_type ?? null],
          [t("position"), `${store.lat.toFixed(5)}, ${store.lng.toFixed(5)}`],
          [t("added"), <Moment key="added" at={store.created_at} zone={store.timezone} />],
        ]}
      />
    </Panel>
  );
}
