import { expect, it } from "vitest";
import { readSchedule } from "./schedule";

it("reads the schedules that can be said", () => {
  expect(readSchedule("20 0 * * * UTC")).toEqual({ kind: "daily", hour: 0, minute: 20 });
  expect(readSchedule("0 * * * * UTC")).toEqual({ kind: "hourly", minute: 0 });
  expect(readSchedule("0 0 * * 1 UTC")).toEqual({ kind: "other", text: "0 0 * * 1 UTC" });
  expect(readSchedule("every minute")).toEqual({ kind: "other", text: "every minute" });
});
