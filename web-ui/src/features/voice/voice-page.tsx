import { SegmentedControl } from "@mantine/core";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { PAGE, storesQuery } from "../../api/catalog";
import { api, body } from "../../api/client";
import { useHasRole } from "../../api/session";
import { formatDay } from "../../lib/dates";
import { compare, type Decimal, share as partOf } from "../../lib/decimal";
import { formatPercent } from "../../lib/numbers";
import { OPERATOR, type Role } from "../../lib/roles";
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
const SEE_BUYERS: readonly Role[] = [...OPERATOR, "SUPPLIER"];
const ADDRESS = z.object({
  days: z.union([z.enum(PERIODS), z.number().transform(String).pipe(z.enum(PERIODS))]).catch("7"),
  by: z.enum(GROUPS).optional().catch(undefined),
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
  const [{ days, by: chosen }, change] = useAddress(ADDRESS);
  const isSupplier = useHasRole(["SUPPLIER"]);
  const seesBuyers = useHasRole(SEE_BUYERS);
  // A store's owner asks first who advertises there; the buyer of a campaign knows.
  const by = seesBuyers ? (chosen ?? (isSupplier ? "advertiser" : "campaign")) : "campaign";
  const { from, to } = lastDays(Number(days), Date.now());
  const report = useQuery(reportQuery("campaign", from, to));
  const groupOf = GROUP_OF[by];
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
            {seesBuyers && (
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
                <ShareTable shares={shares} title={t(`by.${by}`)} />
              </Panel>
            </div>
          );
        }}
      </Loaded>
    </>
  );
}

type GroupOf = (row: ShareRow) => { key: string; name: string };

/** By campaign, or by whoever buys it. */
const GROUP_OF: Record<(typeof GROUPS)[number], GroupOf> = {
  campaign: ({ campaign_id, campaign_name }) => ({ key: campaign_id, name: campaign_name }),
  advertiser: ({ advertiser_id, advertiser_name, campaign_id, campaign_name }) => ({
    key: advertiser_id ?? campaign_id,
    name: advertiser_name ?? campaign_name,
  }),
};

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
