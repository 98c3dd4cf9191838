import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { suppliersQuery } from "../../api/catalog";
import { formatDay, formatDayShort } from "../../lib/dates";
import { compare, isZero, share, toNumber } from "../../lib/decimal";
import { formatMoneyShort, formatMoneyWhole } from "../../lib/numbers";
import { usePathParam } from "../../lib/route";
import { useLanguage } from "../../lib/texts";
import { Bars } from "../../ui/bars";
import { DataTable } from "../../ui/data-table";
import { Figure } from "../../ui/figure";
import { Meter } from "../../ui/meter";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import { Count, Money } from "../../ui/values";
import css from "./payouts.module.css";
import { csvOf, type PayoutDetail, type PayoutPart, payoutQuery, statementQuery } from "./queries";
import { usePayoutTexts } from "./texts";
import { lastDay } from "./timeline";

/** One payout: what was earned, kept back and paid, for which days, stores and campaigns. */
export function Page() {
  const payout = useQuery(payoutQuery(usePathParam("id")));
  return <Loaded query={payout}>{(found) => <Shown payout={found} />}</Loaded>;
}

function Shown({ payout }: { payout: PayoutDetail }) {
  const t = usePayoutTexts();
  const language = useLanguage();
  const supplier = useQuery(suppliersQuery).data?.find(({ id }) => id === payout.supplier_id);
  const day = (at: string) => formatDay(at, language);
  const first = day(payout.period_start);
  const last = day(lastDay(payout.period_end));
  const bars = payout.by_day.map(({ date = null, amount, impressions }) => ({
    key: date ?? "",
    name: formatDayShort(date ?? "", language),
    value: toNumber(amount),
    title: t("barTitle", {
      day: day(date ?? ""),
      amount: formatMoneyShort(amount, language),
      count: impressions,
    }),
  }));
  return (
    <>
      <PageTitle
        title={t("payoutOf", { day: day(payout.created_at) })}
        badge={<Status kind="PayoutStatus" word={payout.status} />}
        subtitle={[
          supplier?.name,
          first === last ? t("playsOn", { day: first }) : t("playsFrom", { from: first, to: last }),
        ]
          .filter(Boolean)
          .join(" · ")}
        actions={
          <Button
            component="a"
            href={csvOf(payout.id)}
            download
            variant="default"
            leftSection={<IconDownload size={16} />}
          >
            {t("csv")}
          </Button>
        }
      />
      <div className={css["top"]}>
        <Panel flush>
          <div className={css["figures"]}>
            <Figure
              label={t("gross")}
              value={<Money amount={payout.gross_amount} short />}
              hint={t("playsHint", { count: payout.impression_count })}
            />
            <Figure
              label={t("kept")}
              value={<Money amount={payout.clawback} short />}
              hint={isZero(payout.clawback) ? t("nothingKept") : t("keptHint")}
              {...(!isZero(payout.clawback) && { tone: "bad" as const })}
            />
            <Figure
              label={t("paid")}
              value={<Money amount={payout.amount} short />}
              hint={t("paidHint")}
              tone="good"
            />
          </div>
        </Panel>
      </div>
      <div className={css["halves"]}>
        {bars.length > 1 && (
          <Panel title={t("byDay")}>
            <Bars
              height={190}
              bars={bars}
              label={t("byDayLabel", { count: bars.length })}
              format={(value) => formatMoneyWhole(value, language)}
            />
          </Panel>
        )}
        <Parts title={t("byStore")} parts={payout.by_store} />
        <Parts title={t("byCampaign")} parts={payout.by_campaign} />
      </div>
      <Lines id={payout.id} />
    </>
  );
}

const MOST = 12;

function Parts({ title, parts }: { title: string; parts: readonly PayoutPart[] }) {
  const sorted = parts.toSorted((a, b) => compare(b.amount, a.amount));
  const largest = sorted[0]?.amount ?? "0";
  return (
    <Panel title={title}>
      {sorted.slice(0, MOST).map(({ id, name, amount, impressions }) => (
        <div key={id} className={css["part"]}>
          <span className={css["name"]}>{name}</span>
          <span>
            <Money amount={amount} short />{" "}
            <span className={css["muted"]}>
              (<Count value={impressions} />)
            </span>
          </span>
          <Meter share={share(amount, largest)} label={`${name}: ${amount}`} />
        </div>
      ))}
      {sorted.length > MOST && <span className={css["muted"]}>+ {sorted.length - MOST}</span>}
    </Panel>
  );
}

function Lines({ id }: { id: string }) {
  const t = usePayoutTexts();
  const language = useLanguage();
  const statement = useQuery(statementQuery(id));
  return (
    <Panel title={t("statement")} flush>
      <Loaded query={statement}>
        {({ lines, gross_amount, clawback, amount }) => (
          <>
            <DataTable
              label={t("statement")}
              rows={lines}
              rowKey={(line) => line.date + line.campaign_id + line.store_id}
              columns={[
                {
                  id: "date",
                  title: t("day"),
                  compare: (a, b) => a.date.localeCompare(b.date),
                  cell: ({ date }) => formatDay(date, language),
                },
                {
                  id: "campaign",
                  title: t("campaign"),
                  compare: (a, b) => a.campaign_name.localeCompare(b.campaign_name),
                  cell: (line) => <span className={css["name"]}>{line.campaign_name}</span>,
                },
                {
                  id: "store",
                  title: t("store"),
                  compare: (a, b) => a.store_name.localeCompare(b.store_name),
                  cell: (line) => <span className={css["name"]}>{line.store_name}</span>,
                },
                {
                  id: "plays",
                  title: t("plays"),
                  align: "right",
                  compare: (a, b) => a.impressions - b.impressions,
                  cell: ({ impressions }) => <Count value={impressions} />,
                },
                {
                  id: "amount",
                  title: t("yourShare"),
                  align: "right",
                  compare: (a, b) => compare(a.amount, b.amount),
                  cell: (line) => <Money amount={line.amount} />,
                },
              ]}
            />
            <dl className={css["sums"]}>
              <div>
                <dt>{t("gross")}</dt>
                <dd>
                  <Money amount={gross_amount} />
                </dd>
              </div>
              <div>
                <dt>− {t("kept")}</dt>
                <dd>
                  <Money amount={clawback} />
                </dd>
              </div>
              <div data-total="true">
                <dt>= {t("paid")}</dt>
                <dd>
                  <Money amount={amount} />
                </dd>
              </div>
            </dl>
          </>
        )}
      </Loaded>
    </Panel>
  );
}
