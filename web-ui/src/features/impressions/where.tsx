import type { Store } from "../../api/catalog";
import { type Place, StoreMap } from "../../ui/map/store-map";
import { Empty } from "../../ui/states";
import type { Play } from "./queries";
import { useImpressionTexts } from "./texts";

/** Where the store is, and where the device said it stood. */
export function Where({ play, store }: { play: Play; store: Store | null }) {
  const t = useImpressionTexts();
  const isFar = play.flags.includes("SUSPICIOUS_LOCATION");
  const places: Place[] = [];
  if (store) {
    places.push({ id: store.id, name: store.name, lat: store.lat, lng: store.lng, tone: "info" });
  }
  if (play.location) {
    const tone = isFar || play.rejection_reason === "INVALID_LOCATION" ? "bad" : "good";
    places.push({ id: "device", name: t("deviceSaid"), ...play.location, tone });
  }
  if (places.length === 0) return <Empty title={t("noPlace")} />;
  return <StoreMap height={220} places={places} nearest={0.01} />;
}
