import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import type { Device, Store } from "../../../api/catalog";
import { formatDecimal } from "../../../lib/numbers";
import { paths } from "../../../lib/paths";
import { useLanguage } from "../../../lib/texts";
import { Badge } from "../../../ui/badge";
import { type Column, DataTable } from "../../../ui/data-table";
import { Empty, Loaded } from "../../../ui/states";
import { Status } from "../../../ui/status";
import { Ago } from "../../../ui/values";
import css from "../places.module.css";
import { devicesOfQuery } from "./queries";
import { useStorePageTexts } from "./texts";

/** The screens that stand in the store; revoked ones last. */
export function Screens({ store }: { store: Store }) {
  const t = useStorePageTexts();
  const navigate = useNavigate();
  const devices = useQuery(devicesOfQuery(store.id));
  const columns = useColumns();
  return (
    <Loaded
      query={devices}
      isEmpty={(rows) => rows.length === 0}
      empty={<Empty title={t("noScreens")}>{t("noScreensText")}</Empty>}
    >
      {(rows) => (
        <DataTable
          label={t("screens")}
          columns={columns}
          rows={[...rows].sort((a, b) => weight(a) - weight(b))}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void navigate({ to: paths.device(id) })}
        />
      )}
    </Loaded>
  );
}

function weight({ status }: Device): number {
  return status === "REVOKED" ? 1 : 0;
}

function useColumns(): Column<Device>[] {
  const t = useStorePageTexts();
  const language = useLanguage();
  return useMemo(
    () => [
      {
        id: "name",
        title: t("screen"),
        cell: ({ name }) => <b className={css["rowText"]}>{name}</b>,
      },
      { id: "state", title: t("state"), cell: (device) => <State device={device} /> },
      {
        id: "heard",
        title: t("heard"),
        cell: ({ last_heartbeat }) => (last_heartbeat ? <Ago at={last_heartbeat} /> : t("never")),
      },
      {
        id: "size",
        wide: true,
        title: t("size"),
        cell: ({ screen_inches, width, height }) => (
          <span className={css["muted"]}>
            {formatDecimal(screen_inches, language, 1)}″ · {width} × {height}
          </span>
        ),
      },
    ],
    [t, language],
  );
}

function State({ device }: { device: Device }) {
  const t = useStorePageTexts();
  if (device.status !== "ACTIVE") return <Status kind="DeviceStatus" word={device.status} />;
  return device.online ? (
    <Badge tone="good">{t("isOnline")}</Badge>
  ) : (
    <Badge tone="bad">{t("isOffline")}</Badge>
  );
}
