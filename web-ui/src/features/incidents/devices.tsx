import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { storesQuery } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { formatDecimal } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { OPERATOR, type Role } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { type Column, DataTable } from "../../ui/data-table";
import { Panel } from "../../ui/panel";
import { Empty } from "../../ui/states";
import { Moment } from "../../ui/values";
import type { Incident, StoppedDevice } from "./queries";
import { DarkBadge } from "./shown";
import { useIncidentTexts } from "./texts";

const SEES_DEVICES: readonly Role[] = [...OPERATOR, "SUPPLIER"];

/** Every screen that was told to stop, and what it answered. */
export function Devices({ incident }: { incident: Incident }) {
  const t = useIncidentTexts();
  const navigate = useNavigate();
  const columns = useColumns();
  const maySee = useHasRole(SEES_DEVICES);
  return (
    <Panel title={t("devices")} flush>
      {incident.devices.length === 0 ? (
        <Empty title={t("noDevices")}>{t("noDevicesText")}</Empty>
      ) : (
        <DataTable
          label={t("devices")}
          columns={columns}
          rows={slowestFirst(incident.devices)}
          rowKey={(row) => row.device_id ?? `${row.device_name} ${row.store_id}`}
          {...(maySee && {
            onOpen: ({ device_id }: StoppedDevice) => {
              if (device_id) void navigate({ to: paths.device(device_id) });
            },
          })}
        />
      )}
    </Panel>
  );
}

/** Those that have not answered first, then by how long they took. */
function slowestFirst(devices: readonly StoppedDevice[]): StoppedDevice[] {
  const seconds = ({ seconds_to_dark }: StoppedDevice) => seconds_to_dark ?? Infinity;
  return devices.toSorted((a, b) => (seconds(a) === seconds(b) ? 0 : seconds(b) - seconds(a)));
}

function useColumns(): Column<StoppedDevice>[] {
  const t = useIncidentTexts();
  const language = useLanguage();
  const stores = useQuery(storesQuery).data;
  return useMemo(() => {
    const byId = new Map(stores?.map((store) => [store.id, store]));
    const storeOf = ({ store_id }: StoppedDevice) => byId.get(store_id ?? "");
    return [
      {
        id: "device",
        title: t("screen"),
        compare: (a, b) => (a.device_name ?? "").localeCompare(b.device_name ?? "", language),
        cell: (row) => <b>{row.device_name ?? "–"}</b>,
      },
      {
        id: "store",
        title: t("store"),
        compare: (a, b) => (storeOf(a)?.name ?? "").localeCompare(storeOf(b)?.name ?? "", language),
        cell: (row) => storeOf(row)?.name ?? "–",
      },
      { id: "state", title: t("stateNow"), cell: (row) => <DarkBadge state={row.state} /> },
      {
        id: "online",
        wide: true,
        title: t("atStop"),
        cell: (row) => t(row.online_at_stop ? "wasOnline" : "wasOffline"),
      },
      {
        id: "acked",
        wide: true,
        title: t("answered"),
        cell: (row) => {
          const zone = storeOf(row)?.timezone;
          return row.acked_at ? <Moment at={row.acked_at} {...(zone && { zone })} /> : "–";
        },
      },
      {
        id: "seconds",
        title: t("after"),
        align: "right",
        compare: (a, b) => (a.seconds_to_dark ?? Infinity) - (b.seconds_to_dark ?? Infinity),
        cell: (row) =>
          typeof row.seconds_to_dark === "number"
            ? `${formatDecimal(row.seconds_to_dark, language, 1)} s`
            : "–",
      },
      { id: "detail", wide: true, title: t("itSaid"), cell: (row) => row.detail ?? "" },
    ];
  }, [t, language, stores]);
}
