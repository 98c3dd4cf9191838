import { SegmentedControl } from "@mantine/core";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { campaignsQuery, PAGE, storesQuery } from "../../api/catalog";
import { api, body } from "../../api/client";
import { useHasRole } from "../../api/session";
import { formatDay } from "../../lib/dates";
import { compare, type Decimal, share as partOf } from "../../lib/decimal";
import { formatPercent } from "../../lib/numbers";
import { OPERATOR } from "../../lib/roles";
import { useAddress } from "../../lib/route";
import { useLanguage } from "../../lib/texts";
import { HeatTable } from "../../ui/heat-table";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { ShareChart } from "./share-chart";
import { ShareTable } from "./share-table";
import { gridOf, lastDays, type ShareRow, sharesBy } from "./shares";
import { useVoiceTexts } from "./texts";
import css from "./voice.module.css";

const PERIODS = ["1", "7", "30"] as const;
const GROUPS = ["campaign", "advertiser"] as const;
const ADDRESS = z.object({
  days: z.union([z.enum(PERIODS), z.number().transform(String).pipe(z.enum(PERIODS))]).catch("7"),
  by: z.enum(GROUPS).catch("campaign"),
});

const reportQuery = (by: "campaign" | "store", from: string, to: string) =>
  queryOptions({
    queryKey: ["share-of-voice", by, from, to],
    queryFn: () =>
      body(
        api.GET("/api/v1/reports/share-of-voice", {
          params: { query: { from, to, by, limit: PAGE } },
        }),
      ),
    staleTime: 60_000,
  });

/** Who is heard how much: what the draws promised against what was played, and where. */
export function Page() {
  const t = useVoiceTexts();
  const language = useLanguage();
  const [{ days, by }, change] = useAddress(ADDRESS);
  const isOperator = useHasRole(OPERATOR);
  const { from, to } = lastDays(Number(days), Date.now());
  const report = useQuery(reportQuery("campaign", from, to));
  const groupOf = useGroup(isOperator ? by : "campaign");
  return (
    <>
      <PageTitle
        title={t("title")}
        subtitle={t("subtitle", {
          from: formatDay(from, language),
          to: formatDay(to, language),
        })}
        actions={
          <>
            {isOperator && (
              <SegmentedControl
                value={by}
                onChange={(value) =>
                  change({ by: GROUPS.find((one) => one === value) ?? "campaign" })
                }
                data={GROUPS.map((value) => ({ value, label: t(`by.${value}`) }))}
              />
            )}
            <SegmentedControl
              value={days}
              onChange={(value) => change({ days: PERIODS.find((one) => one === value) ?? "7" })}
              data={PERIODS.map((value) => ({ value, label: t(`days.${value}`) }))}
            />
          </>
        }
      />
      <Loaded
        query={report}
        isEmpty={({ items }) => items.length === 0}
        empty={
          <Panel>
            <Empty title={t("none")}>{t("noneText")}</Empty>
          </Panel>
        }
      >
        {({ items, draws, delivered_plays }) => {
          const shares = sharesBy(items, groupOf);
          return (
            <div className={css["stack"]}>
              <Panel
                title={t("chart")}
                aside={
                  <span className={css["muted"]}>
                    {t("totals", { draws, plays: delivered_plays })}
                  </span>
                }
              >
                <ShareChart shares={shares} />
              </Panel>
              <ByStore from={from} to={to} groupOf={groupOf} />
              <Panel title={t("numbers")} flush>
                <ShareTable shares={shares} title={t(`by.${isOperator ? by : "campaign"}`)} />
              </Panel>
            </div>
          );
        }}
      </Loaded>
    </>
  );
}

type GroupOf = (row: ShareRow) => { key: string; name: string };

/** By campaign, or by whoever buys it; the report itself knows campaigns only. */
function useGroup(by: (typeof GROUPS)[number]): GroupOf {
  const isByBuyer = by === "advertiser";
  const campaigns = useQuery({ ...campaignsQuery, enabled: isByBuyer }).data;
  const advertisers = useQuery({
    queryKey: ["advertisers", "names"],
    queryFn: () => body(api.GET("/api/v1/advertisers", { params: { query: { limit: PAGE } } })),
    enabled: isByBuyer,
    staleTime: 60_000,
  }).data?.items;
  const buyerOf = new Map(campaigns?.map(({ id, advertiser_id }) => [id, advertiser_id]));
  const names = new Map(advertisers?.map(({ id, name }) => [id, name]));
  return ({ campaign_id, campaign_name }) => {
    const buyer = buyerOf.get(campaign_id);
    const name = buyer ? names.get(buyer) : undefined;
    if (!isByBuyer || !buyer || name === undefined)
      return { key: campaign_id, name: campaign_name };
    return { key: buyer, name };
  };
}

const ZERO: Decimal = "0";
const MOST = { columns: 10, rows: 25 };

/** How much of each store's plays is whose. */
function ByStore({ from, to, groupOf }: { from: string; to: string; groupOf: GroupOf }) {
  const t = useVoiceTexts();
  const language = useLanguage();
  const report = useQuery(reportQuery("store", from, to));
  const stores = useQuery(storesQuery).data;
  const names = new Map(stores?.map(({ id, name }) => [id, name]));
  return (
    <Panel title={t("stores")}>
      <Loaded
        query={report}
        isEmpty={({ delivered_plays }) => delivered_plays === 0}
        empty={<Empty title={t("noPlays")} />}
      >
        {({ items }) => {
          const { columns, rows } = gridOf(items, groupOf, MOST);
          const all = rows.flatMap(({ shares }) => [...shares.values()]);
          const warmest = all.reduce((a, b) => (compare(b, a) > 0 ? b : a), ZERO);
          return (
            <HeatTable
              label={t("stores")}
              corner={t("store")}
              columns={columns}
              rows={rows.map(({ store, plays, shares }) => ({
                key: store,
                name: (
                  <>
                    {names.get(store) ?? "–"}
                    <div className={css["muted"]}>{t("plays", { count: plays })}</div>
                  </>
                ),
                cells: columns.map(({ key, name }) => {
                  const found = shares.get(key);
                  if (found === undefined) return null;
                  const text = formatPercent(found, language);
                  return { share: partOf(found, warmest), text, title: `${name}: ${text}` };
                }),
              }))}
            />
          );
        }}
      </Loaded>
    </Panel>
  );
}
