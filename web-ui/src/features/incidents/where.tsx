import { useQuery } from "@tanstack/react-query";
import { storesQuery } from "../../api/catalog";
import { type Place, StoreMap } from "../../ui/map/store-map";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import css from "./incidents.module.css";
import type { Incident, StoppedDevice } from "./queries";
import { toneOfStore } from "./story";
import { useIncidentTexts } from "./texts";

/** The stores that were told to stop, each as dark as its slowest screen. */
export function Where({ incident }: { incident: Incident }) {
  const t = useIncidentTexts();
  const stores = useQuery(storesQuery);
  const byStore = new Map<string, StoppedDevice["state"][]>();
  for (const { store_id, state } of incident.devices) {
    if (store_id) byStore.set(store_id, [...(byStore.get(store_id) ?? []), state]);
  }
  return (
    <Panel
      title={t("where")}
      aside={<span className={css["muted"]}>{t("inStores", { count: byStore.size })}</span>}
      flush
    >
      <Loaded query={stores}>
        {(all) => {
          const places = all.flatMap((store): Place[] => {
            const states = byStore.get(store.id);
            if (!states) return [];
            const { id, name, lat, lng } = store;
            const dark = states.filter((state) => state === "DARK").length;
            const note = t("darkOf", { dark, all: states.length });
            return [{ id, name, lat, lng, tone: toneOfStore(states), note }];
          });
          if (places.length === 0) return <Empty title={t("noStores")} />;
          return <StoreMap height={260} places={places} />;
        }}
      </Loaded>
    </Panel>
  );
}
