/** When a job runs, as far as it can be said in a sentence. */
export type Schedule =
  | { kind: "daily"; hour: number; minute: number }
  | { kind: "hourly"; minute: number }
  | { kind: "other"; text: string };

const DAILY = /^(\d{1,2}) (\d{1,2}) \* \* \*(?: UTC)?$/;
const HOURLY = /^(\d{1,2}) \* \* \* \*(?: UTC)?$/;

/** Reads a cron expression in UTC: minute, hour, day, month, weekday. */
export function readSchedule(cron: string): Schedule {
  const daily = DAILY.exec(cron);
  if (daily) return { kind: "daily", minute: Number(daily[1]), hour: Number(daily[2]) };
  const hourly = HOURLY.exec(cron);
  if (hourly) return { kind: "hourly", minute: Number(hourly[1]) };
  return { kind: "other", text: cron };
}
