import { useQueries } from "@tanstack/react-query";
import type { Campaign } from "../../api/catalog";
import { formatDay, formatDayShort } from "../../lib/dates";
import { add, isZero, toNumber } from "../../lib/decimal";
import { formatMoneyShort, formatMoneyWhole } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Bars } from "../../ui/bars";
import { Panel } from "../../ui/panel";
import { Empty, Loading } from "../../ui/states";
import { useNow } from "../../ui/values";
import { snapshotsQuery } from "./queries";
import css from "./start.module.css";
import { daysUntil, spentByDay } from "./sums";
import { useStartTexts } from "./texts";

const DAYS = 14;
/** Campaigns that are added up at most, one call each; the newest ones. */
const MOST = 12;

/** What all campaigns spent day by day; a bar names the campaigns. */
export function SpendDays({ campaigns }: { campaigns: readonly Campaign[] }) {
  const t = useStartTexts();
  const language = useLanguage();
  const days = daysUntil(useNow(3_600_000), DAYS);
  const ran = campaigns
    .filter(({ activated_at, spent }) => activated_at && !isZero(spent))
    .toSorted((a, b) => (b.activated_at ?? "").localeCompare(a.activated_at ?? ""))
    .slice(0, MOST);
  const snapshots = useQueries({ queries: ran.map(({ id }) => snapshotsQuery(id)) });
  const isLoading = snapshots.some(({ isPending }) => isPending);
  const rows = ran.map((campaign, at) => ({
    name: campaign.name,
    spent: spentByDay(campaign, snapshots[at]?.data ?? [], days),
  }));
  const total = add("0", ...rows.flatMap(({ spent }) => spent));
  const money = (amount: typeof total) => formatMoneyShort(amount, language);
  const bars = days.map((day, at) => {
    const own = rows.map(({ name, spent }) => ({ name, amount: spent[at] ?? "0" }));
    const sum = add("0", ...own.map(({ amount }) => amount));
    const parts = own.filter(({ amount }) => !isZero(amount));
    const names = parts.map(({ name, amount }) => `${name}: ${money(amount)}`);
    return {
      key: day,
      name: formatDayShort(day, language),
      value: toNumber(sum),
      title: [`${formatDay(day, language)}: ${money(sum)}`, ...names].join("\n"),
      isRunning: at === days.length - 1,
    };
  });
  return (
    <Panel title={t("spendDays")} aside={<span className={css["muted"]}>{t("utcDays")}</span>}>
      {isLoading && ran.length > 0 ? (
        <Loading lines={5} />
      ) : isZero(total) ? (
        <Empty title={t("noSpend")}>{t("noSpendText")}</Empty>
      ) : (
        <Bars
          bars={bars}
          label={t("spendLabel", { amount: money(total), count: days.length })}
          format={(value) => formatMoneyWhole(value, language)}
        />
      )}
    </Panel>
  );
}
