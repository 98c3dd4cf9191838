import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { formatDay } from "../../lib/dates";
import { type Decimal, share } from "../../lib/decimal";
import { formatMoney, formatSigned } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Badge } from "../../ui/badge";
import { Meter } from "../../ui/meter";
import { Panel } from "../../ui/panel";
import { Moment } from "../../ui/values";
import { cardBefore, changeOf, largest, type RateCard, type RateRow } from "./prices";
import css from "./rates.module.css";
import { useRateTexts } from "./texts";

/** The base rates, version by version, each against the one before. */
export function Cards({ cards }: { cards: readonly RateCard[] }) {
  const t = useRateTexts();
  const language = useLanguage();
  const current = cards.find(({ is_current }) => is_current) ?? cards[0];
  const [chosen, setChosen] = useState<number | null>(null);
  const card = cards.find(({ version }) => version === chosen) ?? current;
  if (!card) return null;
  const inOrder = cards.toSorted((a, b) => a.version - b.version);
  return (
    <Panel
      title={t("base")}
      aside={
        cards.length > 1 ? (
          <SegmentedControl
            className={css["versions"] ?? ""}
            size="xs"
            value={String(card.version)}
            onChange={(value) => setChosen(Number(value))}
            data={inOrder.map(({ version, effective_at }) => ({
              value: String(version),
              label:
                version === 1 ? t("first") : t("from", { day: formatDay(effective_at, language) }),
            }))}
          />
        ) : undefined
      }
    >
      <Standing card={card} />
      <Rates card={card} before={cardBefore(card, cards)} />
      <p className={css["muted"]}>{t("cpmText")}</p>
    </Panel>
  );
}

function Standing({ card }: { card: RateCard }) {
  const t = useRateTexts();
  const isAhead = Date.parse(card.effective_at) > Date.now();
  return (
    <p className={css["standing"]}>
      <Badge tone={card.is_current ? "good" : isAhead ? "info" : "quiet"}>
        {t(card.is_current ? "isCurrent" : isAhead ? "isAhead" : "isPast")}
      </Badge>{" "}
      {card.version === 1 ? (
        t("sinceEver")
      ) : (
        <>
          {t("version", { version: card.version })}: {t("holdsFrom")}{" "}
          <Moment at={card.effective_at} zone="UTC" />
        </>
      )}
    </p>
  );
}

type RatesProps = { card: RateCard; before: RateCard | undefined };

function Rates({ card, before }: RatesProps) {
  const t = useRateTexts();
  const words = useWords();
  const top = largest(card.rows.map(({ peak_cpm }) => peak_cpm));
  const old = new Map(before?.rows.map((row) => [row.category, row]));
  return (
    <table className={css["rates"]} aria-label={t("base")}>
      <thead>
        <tr>
          <th scope="col">{t("category")}</th>
          <th scope="col">{t("peak")}</th>
          <th scope="col">{t("offPeak")}</th>
        </tr>
      </thead>
      <tbody>
        {card.rows.map((row) => (
          <tr key={row.category}>
            <th scope="row">{words("StoreCategory", row.category)}</th>
            <td>
              <Rate amount={row.peak_cpm} top={top} old={old.get(row.category)} of="peak_cpm" />
            </td>
            <td>
              <Rate
                amount={row.off_peak_cpm}
                top={top}
                old={old.get(row.category)}
                of="off_peak_cpm"
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type RateProps = {
  amount: Decimal;
  top: Decimal;
  old: RateRow | undefined;
  of: "peak_cpm" | "off_peak_cpm";
};

function Rate({ amount, top, old, of }: RateProps) {
  const language = useLanguage();
  const money = formatMoney(amount, language);
  return (
    <div className={css["rate"]}>
      <span>
        {money} <Change before={old?.[of]} after={amount} />
      </span>
      <Meter share={share(amount, top)} tone={of === "peak_cpm" ? "wait" : "info"} label={money} />
    </div>
  );
}

/** How much more or less than before; nothing where it is the same. */
export function Change({ before, after }: { before: Decimal | undefined; after: Decimal }) {
  const language = useLanguage();
  const change = changeOf(before, after);
  if (change === null || change === 0) return null;
  return <span className={css["change"]}>{formatSigned(change * 100, language)} %</span>;
}
