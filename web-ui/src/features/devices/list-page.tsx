import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { z } from "zod";
import { type Device, devicesQuery, type Store, storesQuery, useIsCut } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { fold } from "../../lib/fold";
import { formatDecimal } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { ADMINS, SELLERS } from "../../lib/roles";
import { addressText, useAddress } from "../../lib/route";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Action } from "../../ui/action";
import { Badge } from "../../ui/badge";
import { type Column, DataTable } from "../../ui/data-table";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty, Incomplete, Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import { Ago } from "../../ui/values";
import css from "./devices.module.css";
import { useApproveDevice, useLiveDevices } from "./queries";
import { useDeviceTexts } from "./texts";

const SHOWN = ["all", "offline", "clock", "waiting"] as const;
type Shown = (typeof SHOWN)[number];
const ADDRESS = z.object({ show: z.enum(SHOWN).catch("all"), q: addressText });

const FITS: Record<Shown, (device: Device) => boolean> = {
  all: () => true,
  offline: ({ status, online }) => status === "ACTIVE" && !online,
  clock: ({ has_chronic_clock_trouble, clock_troubles_24h }) =>
    has_chronic_clock_trouble || clock_troubles_24h > 0,
  waiting: ({ status }) => status === "PENDING",
};

type Row = { device: Device; store: Store | undefined };

/** All screens: where each stands, whether it is heard of, whether its clock is right. */
export function Page() {
  useLiveDevices();
  const t = useDeviceTexts();
  const devices = useQuery(devicesQuery);
  const stores = useQuery(storesQuery).data;
  const mayAdd = useHasRole(SELLERS);
  const [{ show, q }, change] = useAddress(ADDRESS);
  const rows = useMemo(() => {
    const byId = new Map(stores?.map((store) => [store.id, store]));
    return devices.data?.map((device) => ({ device, store: byId.get(device.store_id ?? "") }));
  }, [devices.data, stores]);
  const active = devices.data?.filter(({ status }) => status === "ACTIVE") ?? [];
  const online = active.filter((device) => device.online).length;
  return (
    <>
      <PageTitle
        title={t("title")}
        subtitle={devices.data && t("subtitle", { online, active: active.length })}
        actions={mayAdd && <AddButton />}
      />
      <div className={css["filters"]}>
        <SegmentedControl
          value={show}
          onChange={(value) => change({ show: value as Shown })}
          data={SHOWN.map((value) => ({ value, label: t(`show.${value}`) }))}
        />
        <TextInput
          className={css["search"]}
          leftSection={<IconSearch size={16} />}
          aria-label={t("search")}
          placeholder={t("search")}
          value={q}
          onChange={({ currentTarget }) => change({ q: currentTarget.value })}
        />
      </div>
      <Panel flush>
        <Loaded
          query={{ ...devices, data: rows }}
          isEmpty={(all) => all.length === 0}
          empty={<Empty title={t("first")}>{t("firstText")}</Empty>}
        >
          {(all) => (
            <List
              rows={all.filter(
                ({ device, store }) =>
                  FITS[show](device) &&
                  fold(`${device.name} ${store?.name ?? ""}`).includes(fold(q)),
              )}
            />
          )}
        </Loaded>
        <Incomplete when={useIsCut(devicesQuery)} />
      </Panel>
    </>
  );
}

function AddButton() {
  const t = useDeviceTexts();
  return (
    <Button leftSection={<IconPlus size={16} />} component={Link} to={paths.newDevice}>
      {t("add")}
    </Button>
  );
}

function List({ rows }: { rows: readonly Row[] }) {
  const t = useDeviceTexts();
  const navigate = useNavigate();
  const columns = useColumns();
  if (rows.length === 0) return <Empty title={t("none")}>{t("noneText")}</Empty>;
  return (
    <DataTable
      label={t("title")}
      columns={columns}
      rows={rows}
      rowKey={({ device }) => device.id}
      onOpen={({ device }) => void navigate({ to: paths.device(device.id) })}
    />
  );
}

function useColumns(): Column<Row>[] {
  const t = useDeviceTexts();
  const words = useWords();
  const language = useLanguage();
  return useMemo(
    () => [
      {
        id: "name",
        title: t("name"),
        compare: (a, b) => a.device.name.localeCompare(b.device.name, language),
        cell: ({ device }) => <span className={css["name"]}>{device.name}</span>,
      },
      {
        id: "store",
        title: t("store"),
        compare: (a, b) => (a.store?.name ?? "").localeCompare(b.store?.name ?? "", language),
        cell: ({ store }) => store?.name ?? "–",
      },
      {
        id: "state",
        title: t("state"),
        compare: (a, b) => Number(a.device.online) - Number(b.device.online),
        cell: ({ device }) => <State device={device} />,
      },
      {
        id: "heard",
        wide: true,
        title: t("heard"),
        compare: (a, b) =>
          (a.device.last_heartbeat ?? "").localeCompare(b.device.last_heartbeat ?? ""),
        cell: ({ device }) =>
          device.last_heartbeat ? <Ago at={device.last_heartbeat} /> : t("never"),
      },
      {
        id: "clock",
        title: t("clock"),
        compare: (a, b) =>
          Math.abs(a.device.last_skew_ms ?? 0) - Math.abs(b.device.last_skew_ms ?? 0),
        cell: ({ device }) => <Clock device={device} />,
      },
      {
        id: "size",
        wide: true,
        title: t("size"),
        cell: ({ device }) => (
          <span className={css["size"]}>
            {formatDecimal(device.screen_inches, language, 1)}″ · {device.width} × {device.height} ·{" "}
            {words("Orientation", device.orientation)}
          </span>
        ),
      },
    ],
    [t, words, language],
  );
}

function State({ device }: { device: Device }) {
  const t = useDeviceTexts();
  if (device.status === "PENDING") return <Approve device={device} />;
  if (device.status !== "ACTIVE") return <Status kind="DeviceStatus" word={device.status} />;
  return device.online ? (
    <Badge tone="good">{t("online")}</Badge>
  ) : (
    <Badge tone="bad">{t("offline")}</Badge>
  );
}

function Approve({ device }: { device: Device }) {
  const t = useDeviceTexts();
  const approve = useApproveDevice();
  const mayDecide = useHasRole(ADMINS);
  if (!mayDecide) return <Status kind="DeviceStatus" word={device.status} />;
  const onSuccess = () => notifications.show({ message: t("approved", { name: device.name }) });
  return (
    <Action
      size="compact-xs"
      loading={approve.isPending}
      onClick={() => approve.mutate(device.id, { onSuccess })}
    >
      {t("approve")}
    </Action>
  );
}

/** Below it, a clock is right, milliseconds. */
const RIGHT = 5000;

function Clock({ device }: { device: Device }) {
  const t = useDeviceTexts();
  const { last_skew_ms: skew, clock_troubles_24h: troubles } = device;
  if (skew === null || skew === undefined) return "–";
  const isRight = Math.abs(skew) < RIGHT;
  if (isRight && troubles === 0) return <span className={css["size"]}>{t("clockFine")}</span>;
  const text = isRight
    ? t("clockTroubles", { count: troubles })
    : t("clockOff", { seconds: Math.round(skew / 1000) });
  return <Badge tone={device.has_chronic_clock_trouble || !isRight ? "bad" : "wait"}>{text}</Badge>;
}
