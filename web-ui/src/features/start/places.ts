import type { Device, Store } from "../../api/catalog";
import type { Place } from "../../ui/map/store-map";
import type { Tone } from "../../ui/tone";

/** A store on the map, coloured by its screens. */
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
