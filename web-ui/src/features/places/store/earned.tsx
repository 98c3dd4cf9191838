import { useQuery } from "@tanstack/react-query";
import { formatDay, formatDayShort } from "../../../lib/dates";
import { toNumber } from "../../../lib/decimal";
import { formatMoneyShort, formatMoneyWhole } from "../../../lib/numbers";
import { useLanguage } from "../../../lib/texts";
import { Bars } from "../../../ui/bars";
import { Empty, Loaded } from "../../../ui/states";
import css from "../places.module.css";
import { type Earned, earnedQuery, sumOf } from "./queries";
import { useStorePageTexts } from "./texts";

/** What the newest payouts paid for the store's plays. */
export function EarnedChart({ supplierId, storeId }: { supplierId: string; storeId: string }) {
  const t = useStorePageTexts();
  const query = useQuery(earnedQuery(supplierId, storeId));
  return (
    <Loaded
      query={query}
      isEmpty={(rows) => rows.every(({ plays }) => plays === 0)}
      empty={<Empty title={t("noPayout")}>{t("noPayoutText")}</Empty>}
    >
      {(rows) => <Drawn rows={rows} />}
    </Loaded>
  );
}

function Drawn({ rows }: { rows: readonly Earned[] }) {
  const t = useStorePageTexts();
  const language = useLanguage();
  const bars = rows.map(({ id, at, amount, plays }) => ({
    key: id,
    name: formatDayShort(at, language),
    value: toNumber(amount),
    title: t("payoutTitle", {
      day: formatDay(at, language),
      amount: formatMoneyShort(amount, language),
      count: plays,
    }),
  }));
  const sum = formatMoneyShort(sumOf(rows), language);
  return (
    <>
      <Bars
        label={t("payoutsLabel", { amount: sum, count: rows.length })}
        bars={bars}
        height={170}
        format={(value) => formatMoneyWhole(value, language)}
      />
      <p className={css["legend"]}>{t("payoutsLegend")}</p>
    </>
  );
}
