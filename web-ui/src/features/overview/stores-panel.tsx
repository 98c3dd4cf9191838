import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type Device, devicesQuery, type Store, storesQuery } from "../../api/catalog";
import { paths } from "../../lib/paths";
import { type Place, StoreMap } from "../../ui/map/store-map";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import type { Tone } from "../../ui/tone";
import { useOverviewTexts } from "./texts";

/** All stores on the map, coloured by their screens. */
export function StoresPanel() {
  const t = useOverviewTexts();
  const navigate = useNavigate();
  const stores = useQuery(storesQuery);
  const devices = useQuery(devicesQuery).data ?? [];
  const note = (online: number, all: number) => t("mapNote", { online, all });
  return (
    <Panel title={t("map")} flush>
      <Loaded
        query={stores}
        isEmpty={(rows) => rows.length === 0}
        empty={<Empty title={t("noStores")}>{t("noStoresText")}</Empty>}
      >
        {(rows) => (
          <StoreMap
            height={380}
            places={rows.map((store) => placeOf(store, devices, note))}
            onOpen={(id) => void navigate({ to: paths.store(id) })}
          />
        )}
      </Loaded>
    </Panel>
  );
}

export function placeOf(
  { id, name, lat, lng }: Store,
  devices: readonly Device[],
  note: (online: number, all: number) => string,
): Place {
  const own = devices.filter((device) => device.store_id === id && device.status === "ACTIVE");
  const online = own.filter((device) => device.online).length;
  const tone: Tone =
    own.length === 0 ? "quiet" : online === own.length ? "good" : online > 0 ? "wait" : "bad";
  return { id, name, lat, lng, tone, note: note(online, own.length) };
}
