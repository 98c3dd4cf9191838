import type { Store } from "../../api/catalog";
import { formatDistance } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { type Place, StoreMap } from "../../ui/map/store-map";
import { Empty } from "../../ui/states";
import { distanceOf } from "./distance";
import css from "./impressions.module.css";
import type { Play } from "./queries";
import { useImpressionTexts } from "./texts";

/** Nearer than this, store and screen are one mark, metres. */
const TOGETHER = 1000;
/** So much of the land around one mark is shown, degrees. */
const REGION = 5;

/** Where the store is, and where the device said it stood. */
export function Where({ play, store }: { play: Play; store: Store | null }) {
  const t = useImpressionTexts();
  const language = useLanguage();
  const { location } = play;
  const distance = store && location ? distanceOf(store, location) : null;
  const isFar = distance !== null && distance >= TOGETHER;
  const places: Place[] = [];
  if (store && (isFar || !location)) {
    places.push({ id: store.id, name: store.name, lat: store.lat, lng: store.lng, tone: "info" });
  }
  if (location) {
    const name = isFar || !store ? t("deviceSaid") : store.name;
    places.push({ id: "device", name, ...location, tone: isFar ? "bad" : "good" });
  }
  if (places.length === 0) return <Empty title={t("noPlace")} />;
  return (
    <>
      <StoreMap height={220} places={places} nearest={isFar ? 0.01 : REGION} />
      <p className={css["distance"]}>
        {distance === null
          ? t("noLocation")
          : t("fromStore", { distance: formatDistance(distance, language) })}
      </p>
    </>
  );
}
