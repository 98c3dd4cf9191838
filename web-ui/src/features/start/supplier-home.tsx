import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { devicesQuery, storesQuery, suppliersQuery, walletQuery } from "../../api/catalog";
import { formatDay, formatDayShort } from "../../lib/dates";
import { add, isZero, toNumber } from "../../lib/decimal";
import { formatMoneyShort, formatMoneyWhole } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Bars } from "../../ui/bars";
import { Figure } from "../../ui/figure";
import { StoreMap } from "../../ui/map/store-map";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Money, useNow } from "../../ui/values";
import { type Need, NeedList } from "./need-list";
import { placeOf } from "./places";
import { disputesQuery, payoutsQuery, statementQuery, useLiveStart } from "./queries";
import { Shares } from "./shares";
import css from "./start.module.css";
import { daysUntil, earnedByDay } from "./sums";
import { useStartTexts } from "./texts";

const DAYS = 14;
const WEEK = 7;

/** A supplier's first screen: are the screens on, what was earned, when is it paid? */
export function SupplierHome({ ownerId }: { ownerId: string }) {
  const t = useStartTexts();
  useLiveStart(ownerId);
  const supplier = useQuery(suppliersQuery).data?.find(({ id }) => id === ownerId);
  return (
    <>
      <PageTitle title={supplier?.name ?? t("home")} subtitle={t("supplierSubtitle")} />
      <Money7 ownerId={ownerId} />
      <div className={css["board"]}>
        <div className={css["column"]}>
          <Earned ownerId={ownerId} />
          <Stores />
        </div>
        <div className={css["column"]}>
          <div className={css["first"]}>
            <Panel title={t("needs")} flush>
              <SupplierNeeds ownerId={ownerId} />
            </Panel>
          </div>
          <Shares />
        </div>
      </div>
    </>
  );
}

function useEarned(ownerId: string) {
  const days = daysUntil(useNow(60_000), DAYS);
  const query = useQuery(statementQuery(ownerId, days[0] ?? "", days.at(-1) ?? ""));
  return { query, days };
}

function Money7({ ownerId }: { ownerId: string }) {
  const t = useStartTexts();
  const language = useLanguage();
  const wallet = useQuery(walletQuery(ownerId));
  const payouts = useQuery(payoutsQuery(ownerId)).data ?? [];
  const { query, days } = useEarned(ownerId);
  const earned = query.data ? earnedByDay(query.data, days) : null;
  const paid = add("0", ...payouts.map(({ amount }) => amount));
  return (
    <Panel flush>
      <Loaded query={wallet}>
        {(found) => (
          <div className={css["figures"]}>
            <Figure
              label={t("earnedToday")}
              value={earned ? <Money amount={earned.at(-1) ?? "0"} short /> : "…"}
              hint={
                earned &&
                t("earnedWeek", {
                  amount: formatMoneyShort(add("0", ...earned.slice(-WEEK)), language),
                })
              }
            />
            <Figure
              label={t("pending")}
              value={<Money amount={found.pending_balance ?? "0"} short />}
              hint={t("pendingHint")}
            />
            <Figure
              label={t("next")}
              value={<Money amount={found.next_payout?.amount ?? "0"} short />}
              hint={
                found.next_payout &&
                t("nextHint", { day: formatDay(found.next_payout.at, language) })
              }
              {...(!isZero(found.next_payout?.amount ?? "0") && { tone: "good" as const })}
            />
            <Figure
              label={t("paid")}
              value={<Money amount={paid} short />}
              hint={<Link to={paths.payouts}>{t("paidHint", { count: payouts.length })}</Link>}
            />
            <Figure
              label={t("available")}
              value={<Money amount={found.available_balance} short />}
              hint={<Link to={paths.wallets}>{t("toWallet")}</Link>}
            />
            {!isZero(found.clawback_balance ?? "0") && (
              <Figure
                label={t("owed")}
                value={<Money amount={found.clawback_balance ?? "0"} short />}
                hint={t("owedHint")}
                tone="bad"
              />
            )}
          </div>
        )}
      </Loaded>
    </Panel>
  );
}

function Earned({ ownerId }: { ownerId: string }) {
  const t = useStartTexts();
  const language = useLanguage();
  const { query, days } = useEarned(ownerId);
  return (
    <Panel title={t("earned")} aside={<span className={css["muted"]}>{t("utcDays")}</span>}>
      <Loaded query={query}>
        {(statement) => {
          const amounts = earnedByDay(statement, days);
          const bars = days.map((day, at) => ({
            key: day,
            name: formatDayShort(day, language),
            value: toNumber(amounts[at] ?? "0"),
            title: `${formatDay(day, language)}: ${formatMoneyShort(amounts[at] ?? "0", language)}`,
            isRunning: at === days.length - 1,
          }));
          const total = formatMoneyShort(add("0", ...amounts), language);
          return (
            <Bars
              bars={bars}
              label={t("earnedLabel", { amount: total, count: DAYS })}
              format={(value) => formatMoneyWhole(value, language)}
            />
          );
        }}
      </Loaded>
    </Panel>
  );
}

function Stores() {
  const t = useStartTexts();
  const navigate = useNavigate();
  const stores = useQuery(storesQuery);
  const devices = useQuery(devicesQuery).data ?? [];
  const active = devices.filter(({ status }) => status === "ACTIVE");
  const online = active.filter((device) => device.online).length;
  return (
    <Panel
      flush
      title={t("stores")}
      aside={
        <span className={css["muted"]}>
          {t("screensOnline", { online, all: active.length })} ·{" "}
          <Link className={css["link"] ?? ""} to={paths.stores}>
            {t("blocking")}
          </Link>
        </span>
      }
    >
      <Loaded
        query={stores}
        isEmpty={(rows) => rows.length === 0}
        empty={<Empty title={t("noStores")}>{t("noStoresText")}</Empty>}
      >
        {(rows) => (
          <StoreMap
            height={330}
            places={rows.map((store) =>
              placeOf(store, devices, (here, all) => t("mapNote", { online: here, all })),
            )}
            onOpen={(id) => void navigate({ to: paths.store(id) })}
          />
        )}
      </Loaded>
    </Panel>
  );
}

function SupplierNeeds({ ownerId }: { ownerId: string }) {
  const t = useStartTexts();
  const words = useWords();
  const supplier = useQuery(suppliersQuery).data?.find(({ id }) => id === ownerId);
  const devices = useQuery(devicesQuery).data ?? [];
  const disputes = useQuery(disputesQuery).data?.items ?? [];
  const flag = supplier?.chargeback_flag;
  const dark = devices.filter(({ status, online }) => status === "ACTIVE" && !online).length;
  const clocks = devices.filter((device) => device.has_chronic_clock_trouble).length;
  const needs: (Need | null)[] = [
    supplier && supplier.status !== "ACTIVE"
      ? {
          key: "status",
          to: paths.wallets,
          tone: "bad",
          mark: "!",
          text: t("accountIs", { status: words("PartyStatus", supplier.status) }),
        }
      : null,
    flag
      ? {
          key: "flag",
          to: paths.disputes,
          tone: "bad",
          mark: "!",
          text: t("flagged", { percent: flag.rate_percent }),
        }
      : null,
    dark > 0
      ? {
          key: "dark",
          to: paths.devices,
          search: { show: "offline" },
          tone: "wait",
          mark: dark,
          text: t("need.dark", { count: dark }),
        }
      : null,
    disputes.length > 0
      ? {
          key: "disputes",
          to: paths.disputes,
          tone: "wait",
          mark: disputes.length,
          text: t("need.disputes", { count: disputes.length }),
        }
      : null,
    clocks > 0
      ? {
          key: "clock",
          to: paths.devices,
          search: { show: "clock" },
          tone: "wait",
          mark: clocks,
          text: t("need.clock", { count: clocks }),
        }
      : null,
  ];
  return (
    <NeedList
      label={t("needs")}
      needs={needs.filter((need) => need !== null)}
      empty={
        <Empty isGood title={t("allWell")}>
          {t("allWellSupplier")}
        </Empty>
      }
    />
  );
}
