import { formatTime } from "../../lib/dates";
import { formatCount } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Bars } from "../../ui/bars";
import type { Overview } from "./queries";
import { useOverviewTexts } from "./texts";

/** A bar an hour; the one that runs is hatched. */
export function HoursChart({ hours }: { hours: Overview["hours"] }) {
  const t = useOverviewTexts();
  const language = useLanguage();
  const most = hours.reduce((a, b) => (b.verified > a.verified ? b : a), hours[0] ?? NO_HOUR);
  const total = hours.reduce((sum, { verified }) => sum + verified, 0);
  const bars = hours.map(({ start, verified }, at) => {
    const hour = formatTime(start, language);
    const title = t("chartHour", { hour, count: verified });
    return { key: start, name: hour, value: verified, title, isRunning: at === hours.length - 1 };
  });
  const label = t("chartLabel", { count: total, hour: formatTime(most.start, language) });
  return <Bars label={label} bars={bars} format={(value) => formatCount(value, language)} />;
}

const NO_HOUR = { start: "", verified: 0 };
