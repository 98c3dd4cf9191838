import { useCallback } from "react";
import { formatCount, formatDecimal } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Chart, type ChartInk } from "../../ui/chart";
import { tooltip, valueAxis } from "../../ui/chart-parts";
import { Panel } from "../../ui/panel";
import { Empty } from "../../ui/states";
import type { Incident } from "./queries";
import { darkCurve, darkSeconds } from "./story";
import { useIncidentTexts } from "./texts";

/** Screens must be dark within so many seconds. */
const LIMIT = 30;

/** How many screens were dark after how many seconds. */
export function DarkChart({ incident }: { incident: Incident }) {
  const t = useIncidentTexts();
  const dark = darkSeconds(incident.devices);
  return (
    <Panel title={t("chart")}>
      {dark.length === 0 ? (
        <Empty title={t("noneDark")}>{t("noneDarkText")}</Empty>
      ) : (
        <Drawn incident={incident} slowest={dark.at(-1) ?? 0} />
      )}
    </Panel>
  );
}

function Drawn({ incident, slowest }: { incident: Incident; slowest: number }) {
  const t = useIncidentTexts();
  const language = useLanguage();
  const { devices } = incident;
  const count = useCallback((value: number) => formatCount(value, language), [language]);
  const option = useCallback(
    (ink: ChartInk) => {
      const end = Math.max(LIMIT * 1.15, slowest * 1.1);
      const curve = darkCurve(devices);
      const dark = curve.at(-1)?.[1] ?? 0;
      return {
        tooltip: {
          ...tooltip(ink),
          axisPointer: { type: "line" },
          valueFormatter: count,
        },
        legend: {
          top: 0,
          right: 0,
          icon: "roundRect",
          itemHeight: 3,
          textStyle: { color: ink.muted },
        },
        grid: { left: 8, right: 16, top: 34, bottom: 4, containLabel: true },
        xAxis: {
          ...valueAxis(ink, (value) => `${formatDecimal(value, language, 0)} s`, false),
          max: end,
          axisLabel: {
            color: ink.muted,
            fontSize: 11,
            showMaxLabel: false,
            formatter: (value: number) => `${formatDecimal(value, language, 0)} s`,
          },
          splitLine: { show: false },
          axisLine: { show: true, lineStyle: { color: ink.line } },
        },
        yAxis: { ...valueAxis(ink, count), max: devices.length },
        series: [
          {
            name: t("darkScreens"),
            type: "line",
            step: "end",
            data: [...curve, [end, dark]],
            showSymbol: false,
            lineStyle: { width: 2.5, color: ink.good },
            itemStyle: { color: ink.good },
            areaStyle: { color: ink.good, opacity: 0.14 },
          },
          {
            name: t("limit"),
            type: "line",
            data: [
              [LIMIT, 0],
              [LIMIT, devices.length],
            ],
            showSymbol: false,
            lineStyle: { width: 1.5, type: "dashed", color: ink.bad },
            itemStyle: { color: ink.bad },
          },
        ],
      };
    },
    [devices, slowest, language, count, t],
  );
  const label = t("chartLabel", {
    dark: incident.devices_dark,
    all: incident.devices_total,
    seconds: formatDecimal(slowest, language, 1),
  });
  return <Chart label={label} height={230} option={option} />;
}
