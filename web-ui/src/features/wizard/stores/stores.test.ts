import { expect, it } from "vitest";
import type { Store } from "../../../api/catalog";
import { NO_CRITERIA } from "./criteria-fields";
import { hoursOf, PRESETS, weekOf } from "./dayparts";
import { distanceKm, isMatch } from "./matching";
import { countOf, standings } from "./standing";

const STORE = {
  id: "s",
  name: "S",
  status: "ACTIVE",
  region: "Ha Noi",
  category: "SUPERMARKET",
  daily_foot_traffic: 5000,
  lat: 21.03,
  lng: 105.85,
} as Store;

it("measures the globe", () => {
  expect(distanceKm(STORE, STORE)).toBe(0);
  // Hanoi to Ho Chi Minh City
  expect(distanceKm(STORE, { lat: 10.776, lng: 106.701 })).toBeCloseTo(1144, -1);
});

it("all given criteria must hold", () => {
  const match = (part: object) => isMatch(STORE, { ...NO_CRITERIA, ...part });
  expect(match({ regions: ["HA NOI", "Hue"] })).toBe(true);
  expect(match({ regions: ["Hue"] })).toBe(false);
  expect(match({ regions: ["Ha Noi"], categories: ["RESTAURANT"] })).toBe(false);
  expect(match({ min_foot_traffic: 5000 })).toBe(true);
  expect(match({ min_foot_traffic: 5001 })).toBe(false);
  expect(match({ near: { lat: 21, lng: 105.85, max_distance_km: 4 } })).toBe(true);
  expect(match({ near: { lat: 21, lng: 105.85, max_distance_km: 3 } })).toBe(false);
  expect(isMatch({ ...STORE, status: "INACTIVE" }, NO_CRITERIA)).toBe(false);
});

it("draws the week, past midnight too", () => {
  expect(hoursOf([])).toBe(168);
  expect(hoursOf(PRESETS.weekends)).toBe(48);
  expect(hoursOf(PRESETS.lunch)).toBe(15);
  const night = weekOf([{ days: ["SUN"], from: "22:30", to: "01:00" }]);
  expect(night[6]?.[22]).toBe(0.5);
  expect(night[6]?.[23]).toBe(1);
  expect(night[0]?.[0]).toBe(1);
  expect(night[0]?.[1]).toBe(0);
  expect(hoursOf([{ days: ["MON", "MON"], from: "08:00", to: "09:00" }])).toBe(1);
});

it("a chosen store stands as it was judged; the rest are free", () => {
  const ids = ["ok", "blocks", "dark", "shut", "new", "other"];
  const stores = ids.map((id) => ({ ...STORE, id }));
  const judged = {
    eligible_stores: [{ store_id: "ok" }, { store_id: "shut" }],
    blocked_stores: [{ store_id: "blocks", store_name: "B", reason: "Brand blocked" }],
    unusable_stores: [{ store_id: "dark", store_name: "D", reason: "No ACTIVE device" }],
    schedule_conflicts: [{ store_id: "shut" }],
  };
  const chosen = new Set(ids.filter((id) => id !== "other"));
  const found = standings(stores, chosen, judged, []);
  const words = ids.map((id) => found.get(id)?.word);
  expect(words).toEqual(["eligible", "blocked", "unusable", "closed", "checked", "free"]);
  expect(found.get("blocks")?.reason).toBe("Brand blocked");
  expect(countOf(found, "eligible")).toBe(1);
});
