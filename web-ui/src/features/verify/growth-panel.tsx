import { Button } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { api, body } from "../../api/client";
import { formatDayShort, formatMoment } from "../../lib/dates";
import { formatCount } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Chart, type ChartInk } from "../../ui/chart";
import { tooltip, valueAxis } from "../../ui/chart-parts";
import { Panel } from "../../ui/panel";
import { useCheckTexts } from "./check/texts";
import { checkGrowth, type Growth, LOOKED_AT, spread } from "./growth";
import { type Checkpoint, growth } from "./log-queries";
import { useVerifyTexts } from "./texts";
import css from "./verify.module.css";

type Props = { items: readonly Checkpoint[] };

/** The size of the log over time, and the check that it only grew. */
export function GrowthPanel({ items }: Props) {
  const t = useVerifyTexts();
  return (
    <Panel title={t("log.growth")}>
      <GrowthChart items={items} />
      <Check items={items} />
    </Panel>
  );
}

function GrowthChart({ items }: Props) {
  const t = useVerifyTexts();
  const language = useLanguage();
  const points = useMemo(
    () => items.map(({ signed_at, size }) => [Date.parse(signed_at), size] as const),
    [items],
  );
  const option = useCallback(
    (ink: ChartInk) => ({
      tooltip: {
        ...tooltip(ink),
        axisPointer: { type: "line" },
        valueFormatter: (value: number) => formatCount(value, language),
      },
      grid: { left: 8, right: 12, top: 12, bottom: 4, containLabel: true },
      xAxis: {
        type: "time",
        axisLine: { lineStyle: { color: ink.line } },
        axisTick: { show: false },
        axisLabel: {
          color: ink.muted,
          fontSize: 11,
          hideOverlap: true,
          formatter: (at: number) => formatDayShort(new Date(at).toISOString(), language),
        },
        axisPointer: {
          label: {
            formatter: ({ value }: { value: number }) =>
              formatMoment(new Date(value).toISOString(), language),
          },
        },
      },
      yAxis: valueAxis(ink, (value) => formatCount(value, language)),
      series: [
        {
          name: t("log.leaves"),
          type: "line",
          step: "end",
          data: points,
          showSymbol: false,
          lineStyle: { width: 2, color: ink.accent },
          itemStyle: { color: ink.accent },
          areaStyle: { color: ink.accent, opacity: 0.12 },
        },
      ],
    }),
    [points, language, t],
  );
  const size = formatCount(items.at(-1)?.size ?? 0, language);
  return <Chart label={t("log.growthLabel", { size })} height={210} option={option} />;
}

function Check({ items }: Props) {
  const t = useVerifyTexts();
  const [done, setDone] = useState(0);
  const looked = spread(items, LOOKED_AT);
  const check = useMutation({
    mutationFn: async () => {
      setDone(0);
      const { key } = await body(api.GET("/api/v1/log/key"));
      return checkGrowth(key, looked, growth, setDone);
    },
  });
  return (
    <div className={`${css["stack"]} ${css["below"]}`}>
      <p className={css["muted"]}>{t("log.checkText")}</p>
      <div className={css["row"]} role="status">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconShieldCheck size={15} />}
          loading={check.isPending}
          onClick={() => check.mutate()}
        >
          {t("log.check")}
        </Button>
        {check.isPending && (
          <span className={css["muted"]}>{t("log.checking", { done, all: looked.length })}</span>
        )}
        {check.data && !check.isPending && <Outcome growth={check.data} />}
      </div>
    </div>
  );
}

function Outcome({ growth }: { growth: Growth }) {
  const t = useVerifyTexts();
  const say = useCheckTexts();
  switch (growth.outcome) {
    case "GREW":
      return (
        <span className={css["good"]}>
          {t("log.grew", { all: growth.all, from: growth.from, to: growth.to })}
        </span>
      );
    case "BROKE": {
      const why = say(`say.${growth.why.key}`, growth.why.values);
      return <span className={css["bad"]}>{t("log.broke", { size: growth.size, why })}</span>;
    }
    case "CANNOT":
      return <span className={css["bad"]}>{t("log.cannot")}</span>;
  }
}
