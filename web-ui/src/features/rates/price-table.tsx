import { Group, SegmentedControl, Select } from "@mantine/core";
import { useState } from "react";
import type { Schema } from "../../api/client";
import { share } from "../../lib/decimal";
import { formatCount, formatMoney, formatMoneyShort } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { HeatTable } from "../../ui/heat-table";
import { Panel } from "../../ui/panel";
import { largest, percentOf, type RateCard } from "./prices";
import css from "./rates.module.css";
import { useRateTexts } from "./texts";

type Multipliers = Schema<"Multipliers">;
type Props = { cards: readonly RateCard[]; multipliers: Multipliers };

const HOURS = ["peak", "offPeak"] as const;

/** What a thousand plays cost by kind of store and visitors, as a heat map. */
export function PriceTable({ cards, multipliers }: Props) {
  const t = useRateTexts();
  const words = useWords();
  const language = useLanguage();
  const screenName = useScreenName();
  const [hours, setHours] = useState<(typeof HOURS)[number]>("peak");
  const [screen, setScreen] = useState("1");
  const card = cards.find(({ is_current }) => is_current);
  if (!card) return null;
  const tiers = multipliers.traffic.toReversed();
  const chosen = multipliers.screen[Number(screen)] ?? multipliers.screen[0];
  const priceOf = (row: RateCard["rows"][number], percent: number) =>
    percentOf(
      percentOf(hours === "peak" ? row.peak_cpm : row.off_peak_cpm, percent),
      chosen?.percent ?? 100,
    );
  const top = largest(
    card.rows.flatMap((row) => tiers.map(({ percent }) => priceOf(row, percent))),
  );
  return (
    <Panel
      title={t("prices")}
      aside={
        <Group gap="sm">
          <Select
            size="xs"
            aria-label={t("screen")}
            allowDeselect={false}
            value={screen}
            data={multipliers.screen.map((one, at) => ({
              value: String(at),
              label: screenName(one),
            }))}
            onChange={(value) => setScreen(value ?? "0")}
          />
          <SegmentedControl
            size="xs"
            value={hours}
            onChange={(value) => setHours(HOURS.find((one) => one === value) ?? "peak")}
            data={HOURS.map((value) => ({ value, label: t(value) }))}
          />
        </Group>
      }
    >
      <HeatTable
        label={t("prices")}
        corner={t("visitors")}
        columns={tiers.map(({ from_visitors }, at) => {
          const next = tiers[at + 1]?.from_visitors;
          const from = formatCount(from_visitors, language);
          const name =
            next === undefined
              ? t("andMore", { from })
              : from_visitors === 0
                ? t("below", { to: formatCount(next, language) })
                : `${from} – ${formatCount(next - 1, language)}`;
          return { key: String(from_visitors), name };
        })}
        rows={card.rows.map((row) => ({
          key: row.category,
          name: words("StoreCategory", row.category),
          cells: tiers.map(({ percent }) => {
            const price = priceOf(row, percent);
            return {
              share: share(price, top),
              text: formatMoneyShort(price, language),
              title: formatMoney(price, language),
            };
          }),
        }))}
      />
      <p className={css["muted"]}>{t("pricesText")}</p>
    </Panel>
  );
}

/** "55 inches and more, 4K". */
export function useScreenName(): (screen: Multipliers["screen"][number]) => string {
  const t = useRateTexts();
  return ({ from_inches, needs_4k }) => {
    if (needs_4k) return t("screen4k", { inches: from_inches });
    return from_inches > 0 ? t("screenFrom", { inches: from_inches }) : t("screenSmall");
  };
}
