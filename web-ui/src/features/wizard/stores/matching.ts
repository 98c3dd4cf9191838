import type { Store } from "../../../api/catalog";
import type { Criteria } from "../values";

const EARTH_KM = 6371.0088;

/** Kilometres between two points of the globe. */
export function distanceKm(
  a: { lat: number; lng: number },
  b: { lat: number; lng: number },
): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180;
  const lat = Math.sin(rad(b.lat - a.lat) / 2) ** 2;
  const lng = Math.sin(rad(b.lng - a.lng) / 2) ** 2;
  const arc = lat + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * lng;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(arc)));
}

/** Whether a store is as all given criteria ask; the appliance decides in the end. */
export function isMatch(store: Store, criteria: Criteria): boolean {
  const { regions, categories, min_foot_traffic, near } = criteria;
  const region = store.region.trim().toLowerCase();
  return (
    store.status === "ACTIVE" &&
    (regions.length === 0 || regions.some((one) => one.toLowerCase() === region)) &&
    (categories.length === 0 || categories.includes(store.category)) &&
    (min_foot_traffic === null || store.daily_foot_traffic >= min_foot_traffic) &&
    (near === null || distanceKm(near, store) <= near.max_distance_km)
  );
}

export function regionsOf(stores: readonly Store[]): string[] {
  return [...new Set(stores.map(({ region }) => region))].sort((a, b) => a.localeCompare(b));
}
