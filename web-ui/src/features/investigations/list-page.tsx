import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { z } from "zod";
import { type Case, casesQuery } from "../../api/investigation";
import { compare } from "../../lib/decimal";
import { paths } from "../../lib/paths";
import { useAddress } from "../../lib/route";
import { useWords } from "../../lib/words";
import { type Column, DataTable } from "../../ui/data-table";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Ago, Moment, Money } from "../../ui/values";
import css from "./investigations.module.css";
import { useLiveCases } from "./queries";
import { CaseBadge } from "./shown";
import { useSign } from "./signs";
import { useInvestigationTexts } from "./texts";

const SHOWN = ["open", "all"] as const;
const ADDRESS = z.object({ show: z.enum(SHOWN).catch("open") });

/** Campaigns that ended without a play that counts, and why the appliance thinks so. */
export function Page() {
  const t = useInvestigationTexts();
  useLiveCases();
  const cases = useQuery(casesQuery);
  const [{ show }, change] = useAddress(ADDRESS);
  const open = cases.data?.filter(({ status }) => status === "OPEN").length ?? 0;
  return (
    <>
      <PageTitle
        title={t("title")}
        subtitle={cases.data && t("subtitle", { count: open })}
        actions={
          <SegmentedControl
            value={show}
            onChange={(value) => change({ show: SHOWN.find((one) => one === value) ?? "open" })}
            data={SHOWN.map((value) => ({ value, label: t(value) }))}
          />
        }
      />
      <Panel flush>
        <Loaded
          query={cases}
          isEmpty={(rows) => rows.length === 0}
          empty={<Empty title={t("none")}>{t("noneText")}</Empty>}
        >
          {(rows) => (
            <List rows={rows.filter(({ status }) => show === "all" || status === "OPEN")} />
          )}
        </Loaded>
      </Panel>
    </>
  );
}

function List({ rows }: { rows: readonly Case[] }) {
  const t = useInvestigationTexts();
  const navigate = useNavigate();
  const columns = useColumns();
  if (rows.length === 0) return <Empty title={t("noOpen")}>{t("noOpenText")}</Empty>;
  return (
    <DataTable
      label={t("title")}
      columns={columns}
      rows={rows}
      rowKey={({ campaign_id }) => campaign_id}
      onOpen={({ campaign_id }) => void navigate({ to: paths.investigation(campaign_id) })}
    />
  );
}

function useColumns(): Column<Case>[] {
  const t = useInvestigationTexts();
  const words = useWords();
  const sign = useSign();
  return useMemo(
    () => [
      {
        id: "campaign",
        title: t("campaign"),
        cell: (row) => <b className={css["name"]}>{row.campaign_name}</b>,
      },
      {
        id: "since",
        title: t("since"),
        compare: (a, b) => Date.parse(a.opened_at) - Date.parse(b.opened_at),
        cell: (row) => (
          <div className={css["lines"]}>
            <Moment at={row.opened_at} />
            {row.status === "OPEN" && (
              <span className={css["muted"]}>
                <Ago at={row.opened_at} />
              </span>
            )}
          </div>
        ),
      },
      {
        id: "why",
        title: t("why"),
        cell: (row) => (
          <div className={css["lines"]}>
            <span>{words("Cause", row.resolution?.cause ?? row.suggested_cause)}</span>
            <span className={css["muted"]}>{row.resolution?.findings ?? sign.gravest(row)}</span>
          </div>
        ),
      },
      {
        id: "refunded",
        title: t("refunded"),
        align: "right",
        compare: (a, b) => compare(a.refunded, b.refunded),
        cell: (row) => <Money amount={row.refunded} />,
      },
      { id: "status", title: t("status"), cell: (row) => <CaseBadge found={row} /> },
    ],
    [t, words, sign],
  );
}
