import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { formatDay, sayDays } from "../../lib/dates";
import { compare, isZero } from "../../lib/decimal";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { type Column, DataTable } from "../../ui/data-table";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Moment, Money, useNow } from "../../ui/values";
import { directionOf, lastDays } from "./balance";
import { BalanceChart } from "./balance-chart";
import { csvOf, type Statement, type StatementLine, statementQuery } from "./queries";
import { useWalletTexts } from "./texts";
import css from "./wallets.module.css";

const SPANS = [7, 30, 90, 365] as const;
const WAYS = ["all", "in", "out"] as const;
/** Lines that are drawn at once. */
const STEP = 50;
type Way = (typeof WAYS)[number];

/** A wallet over some UTC days: opening, every movement, closing; drawn, listed, to download. */
export function StatementPanel({ ownerId }: { ownerId: string }) {
  const t = useWalletTexts();
  const now = useNow(3_600_000);
  const [period, setPeriod] = useState(() => lastDays(30, now));
  const [way, setWay] = useState<Way>("all");
  const statement = useQuery({
    ...statementQuery(ownerId, period.from, period.to),
    placeholderData: keepPreviousData,
  });
  const today = lastDays(1, now).to;
  const span = SPANS.find(
    (days) => lastDays(days, now).from === period.from && period.to === today,
  );
  return (
    <>
      <div className={css["filters"]}>
        <SegmentedControl
          value={span ? String(span) : ""}
          onChange={(days) => setPeriod(lastDays(Number(days), now))}
          data={SPANS.map((days) => ({ value: String(days), label: t("days", { count: days }) }))}
        />
        <TextInput
          type="date"
          aria-label={t("from")}
          value={period.from}
          max={period.to}
          onChange={({ currentTarget: { value } }) =>
            value && setPeriod((before) => ({ ...before, from: value }))
          }
        />
        <TextInput
          type="date"
          aria-label={t("to")}
          value={period.to}
          min={period.from}
          max={today}
          onChange={({ currentTarget: { value } }) =>
            value && setPeriod((before) => ({ ...before, to: value }))
          }
        />
        <SegmentedControl
          value={way}
          onChange={(value) => setWay(WAYS.find((one) => one === value) ?? "all")}
          data={WAYS.map((value) => ({ value, label: t(`way.${value}`) }))}
        />
        <Button
          component="a"
          href={csvOf(ownerId, period.from, period.to)}
          download
          variant="default"
          leftSection={<IconDownload size={16} />}
        >
          {t("csv")}
        </Button>
      </div>
      <Loaded query={statement}>{(found) => <Drawn statement={found} way={way} />}</Loaded>
    </>
  );
}

function Drawn({ statement, way }: { statement: Statement; way: Way }) {
  const t = useWalletTexts();
  const language = useLanguage();
  const columns = useColumns(statement.owner_type === "SUPPLIER");
  const lines = statement.lines
    .filter((line) => way === "all" || directionOf(line) === way)
    .toReversed();
  const [shown, setShown] = useState(STEP);
  const day = (at: string) => formatDay(at, language);
  return (
    <div className={css["column"]}>
      <Panel
        title={t("balance")}
        aside={
          <span className={css["muted"]}>
            {t("fromTo", { from: day(statement.from), to: day(statement.to) })}
          </span>
        }
      >
        <BalanceChart statement={statement} />
      </Panel>
      <Panel flush>
        <dl className={css["ends"]}>
          <div>
            <dt>{t("opening")}</dt>
            <dd>
              <Money amount={statement.opening.available_balance} />
            </dd>
          </div>
          <div>
            <dt>{t("closing")}</dt>
            <dd>
              <Money amount={statement.closing.available_balance} />
            </dd>
          </div>
        </dl>
        {lines.length === 0 ? (
          <Empty title={t("noMoves")}>{t("noMovesText")}</Empty>
        ) : (
          <DataTable
            label={t("statement")}
            columns={columns}
            rows={lines.slice(0, shown)}
            more={lines.length > shown ? () => setShown(shown + STEP) : null}
            rowKey={(line) => `${line.at}${line.kind}${line.reference_id}${line.available_balance}`}
          />
        )}
      </Panel>
    </div>
  );
}

function useColumns(isSupplier: boolean): Column<StatementLine>[] {
  const t = useWalletTexts();
  const language = useLanguage();
  const words = useWords();
  return useMemo(
    () => [
      {
        id: "when",
        title: t("when"),
        compare: (a, b) => a.at.localeCompare(b.at),
        cell: (line) => <Moment at={line.at} named={false} />,
      },
      {
        id: "what",
        title: t("what"),
        compare: (a, b) => a.kind.localeCompare(b.kind),
        cell: (line) => words("TransferKind", line.kind),
      },
      {
        id: "text",
        title: t("description"),
        wide: true,
        cell: (line) => <span className={css["text"]}>{sayDays(line.description, language)}</span>,
      },
      {
        id: "change",
        title: t("available"),
        align: "right",
        compare: (a, b) => compare(a.available_change, b.available_change),
        cell: (line) => <Change amount={line.available_change} />,
      },
      ...(isSupplier
        ? [
            {
              id: "pending",
              title: t("pending"),
              align: "right" as const,
              cell: (line: StatementLine) => <Change amount={line.pending_change ?? "0"} />,
            },
          ]
        : []),
      {
        id: "after",
        title: t("after"),
        align: "right",
        cell: (line) => <Money amount={line.available_balance} />,
      },
    ],
    [t, words, language, isSupplier],
  );
}

function Change({ amount }: { amount: StatementLine["available_change"] }) {
  if (isZero(amount)) return "–";
  const isIn = compare(amount, "0") > 0;
  return (
    <span className={isIn ? css["plus"] : css["minus"]}>
      {isIn && "+"}
      <Money amount={amount} />
    </span>
  );
}
