import { expect, it } from "vitest";
import { firstValues, storeSchema } from "./values";

const schema = storeSchema((objection) => objection);
const good = {
  ...firstValues(null, "s1"),
  name: " Rạng Đông ",
  category: "SUPERMARKET",
  region: "Ha Noi",
  address: "1 Hàng Bài",
  country: "vn",
  lat: 21.02,
  lng: 105.85,
  daily_foot_traffic: 0,
  avg_dwell_time_minutes: 30,
};

it("sends what the appliance takes", () => {
  const read = schema.parse(good);
  expect(read).toMatchObject({ name: "Rạng Đông", country: "VN", venue_type: null });
});

it("objects field by field", () => {
  const table: [object, string, string][] = [
    [{ name: "  " }, "name", "needStoreName"],
    [{ lat: 91 }, "lat", "needLat"],
    [{ lng: "" }, "lng", "needLng"],
    [{ country: "Vietnam" }, "country", "needCountry"],
    [{ category: "" }, "category", "needCategory"],
    [{ daily_foot_traffic: -1 }, "daily_foot_traffic", "needCount"],
  ];
  for (const [wrong, field, sentence] of table) {
    const read = schema.safeParse({ ...good, ...wrong });
    const [issue] = read.error?.issues ?? [];
    expect([issue?.path[0], issue?.message]).toEqual([field, sentence]);
  }
  const noDays = [{ id: "1", days: [], from: "09:00", to: "17:00" }];
  expect(schema.safeParse({ ...good, opening_hours: noDays }).success).toBe(false);
});
