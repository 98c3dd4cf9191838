import { z } from "zod";
import type { Store } from "../../../api/catalog";
import type { Schema } from "../../../api/client";
import { OWN_ZONE } from "../../../lib/dates";
import type { Window } from "./hours";

export const CATEGORIES = [
  "PREMIUM_MALL",
  "SHOPPING_MALL",
  "SUPERMARKET",
  "DEPARTMENT_STORE",
  "CONVENIENCE_STORE",
  "GAS_STATION",
  "RESTAURANT",
  "OTHER",
] as const satisfies readonly Schema<"StoreCategory">[];

type Number = number | "";

/** What stands in the form. */
export type StoreValues = {
  supplier_id: string;
  name: string;
  category: string;
  region: string;
  address: string;
  country: string;
  timezone: string;
  lat: Number;
  lng: Number;
  daily_foot_traffic: Number;
  avg_dwell_time_minutes: Number;
  venue_type: string;
  opening_hours: Window[];
  status: string;
};

/** What the form begins with: the store, or nothing with the zone of whoever looks. */
export function firstValues(store: Store | null, supplierId: string): StoreValues {
  return {
    supplier_id: store?.supplier_id ?? supplierId,
    name: store?.name ?? "",
    category: store?.category ?? "",
    region: store?.region ?? "",
    address: store?.address ?? "",
    country: store?.country ?? "",
    timezone: store?.timezone ?? OWN_ZONE,
    lat: store?.lat ?? "",
    lng: store?.lng ?? "",
    daily_foot_traffic: store?.daily_foot_traffic ?? "",
    avg_dwell_time_minutes: store?.avg_dwell_time_minutes ?? "",
    venue_type: store?.venue_type ?? "",
    opening_hours: store?.opening_hours.map((one, at) => ({ id: String(at), ...one })) ?? [],
    status: store?.status ?? "ACTIVE",
  };
}

/** The sentence for each way in which a form can be wrong. */
export type Objection =
  | "needSupplier"
  | "needStoreName"
  | "needCategory"
  | "needRegion"
  | "needAddress"
  | "needCountry"
  | "needZone"
  | "needLat"
  | "needLng"
  | "needCount"
  | "needHours";

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

export function storeSchema(say: (objection: Objection) => string) {
  const text = (objection: Objection) => z.string().trim().min(1, say(objection));
  const degrees = (limit: number, objection: Objection) =>
    z
      .number({ error: say(objection) })
      .min(-limit, say(objection))
      .max(limit, say(objection));
  const count = z
    .number({ error: say("needCount") })
    .int()
    .min(0, say("needCount"));
  const window = z.object({
    days: z.array(z.enum(["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"])).min(1),
    from: z.string().regex(TIME),
    to: z.string().regex(TIME),
  });
  return z.object({
    supplier_id: text("needSupplier"),
    name: text("needStoreName"),
    category: z.enum(CATEGORIES, { error: say("needCategory") }),
    region: text("needRegion"),
    address: text("needAddress"),
    country: z
      .string()
      .trim()
      .regex(/^[A-Za-z]{2}$/, say("needCountry"))
      .transform((code) => code.toUpperCase()),
    timezone: text("needZone"),
    lat: degrees(90, "needLat"),
    lng: degrees(180, "needLng"),
    daily_foot_traffic: count,
    avg_dwell_time_minutes: count,
    venue_type: z
      .string()
      .trim()
      .transform((venue) => (venue === "" ? null : venue)),
    opening_hours: z.array(window, { error: say("needHours") }),
    status: z.enum(["ACTIVE", "INACTIVE"]),
  });
}
