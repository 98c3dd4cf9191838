import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { z } from "zod";
import { useHasRole } from "../../api/session";
import { formatDuration } from "../../lib/dates";
import { paths } from "../../lib/paths";
import { useAddress } from "../../lib/route";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Badge } from "../../ui/badge";
import { type Column, DataTable } from "../../ui/data-table";
import { Meter } from "../../ui/meter";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Ago, Moment } from "../../ui/values";
import { AskForStop } from "./ask-for-stop";
import css from "./incidents.module.css";
import { type Incident, incidentsQuery, useCampaignName, useLiveIncidents } from "./queries";
import { Requests } from "./requests";
import { IncidentBadge } from "./shown";
import { useIncidentTexts } from "./texts";

const SHOWN = ["open", "all"] as const;
const ADDRESS = z.object({ show: z.enum(SHOWN).catch("all") });

/** Emergency stops: what suppliers ask for, what is dark, what is still investigated. */
export function Page() {
  const t = useIncidentTexts();
  useLiveIncidents();
  const incidents = useQuery(incidentsQuery);
  const [{ show }, change] = useAddress(ADDRESS);
  const isSupplier = useHasRole(["SUPPLIER"]);
  const open = incidents.data?.filter(({ status }) => status === "OPEN").length ?? 0;
  return (
    <>
      <PageTitle
        title={t("title")}
        subtitle={incidents.data && t("subtitle", { count: open })}
        actions={
          <>
            <SegmentedControl
              value={show}
              onChange={(value) => change({ show: SHOWN.find((one) => one === value) ?? "all" })}
              data={SHOWN.map((value) => ({ value, label: t(value) }))}
            />
            {isSupplier && <AskForStop />}
          </>
        }
      />
      <div className={css["stack"]}>
        <Requests />
        <Panel flush>
          <Loaded
            query={incidents}
            isEmpty={(rows) => rows.length === 0}
            empty={<Empty title={t("none")}>{t("noneText")}</Empty>}
          >
            {(rows) => (
              <List rows={rows.filter(({ status }) => show === "all" || status === "OPEN")} />
            )}
          </Loaded>
        </Panel>
      </div>
    </>
  );
}

function List({ rows }: { rows: readonly Incident[] }) {
  const t = useIncidentTexts();
  const navigate = useNavigate();
  const columns = useColumns();
  if (rows.length === 0) return <Empty title={t("noOpen")}>{t("noOpenText")}</Empty>;
  return (
    <DataTable
      label={t("title")}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      onOpen={({ id }) => void navigate({ to: paths.incident(id) })}
    />
  );
}

function useColumns(): Column<Incident>[] {
  const t = useIncidentTexts();
  const words = useWords();
  const language = useLanguage();
  const campaignName = useCampaignName();
  return useMemo(
    () => [
      {
        id: "campaign",
        title: t("campaign"),
        cell: (row) => (
          <div className={css["lines"]}>
            <b className={css["name"]}>{campaignName(row.campaign_id) ?? t("aCampaign")}</b>
            <span className={css["muted"]}>
              {t(row.scope === "STORES" ? "storesOnly" : "everywhere")}
            </span>
          </div>
        ),
      },
      {
        id: "why",
        title: t("why"),
        cell: (row) => (
          <div className={css["lines"]}>
            <span>{words("StopReason", row.reason_code)}</span>
            <span className={css["muted"]}>
              {row.stopped_by_name} · {t(`by.${row.initiator}`)}
            </span>
          </div>
        ),
      },
      {
        id: "when",
        title: t("when"),
        compare: (a, b) => Date.parse(a.stopped_at) - Date.parse(b.stopped_at),
        cell: (row) => <Moment at={row.stopped_at} />,
      },
      {
        id: "dark",
        title: t("dark"),
        cell: (row) => (
          <div className={css["meter"]}>
            <Meter
              share={row.devices_total === 0 ? 0 : row.devices_dark / row.devices_total}
              tone={row.is_dark ? "good" : "wait"}
              label={t("darkOf", { dark: row.devices_dark, all: row.devices_total })}
            />
            <span className={css["muted"]}>
              {typeof row.time_to_dark_seconds === "number"
                ? t("darkAfter", { time: formatDuration(row.time_to_dark_seconds, language) })
                : t("darkOf", { dark: row.devices_dark, all: row.devices_total })}
            </span>
          </div>
        ),
      },
      {
        id: "money",
        wide: true,
        title: t("money"),
        cell: (row) =>
          row.frozen ? <Badge tone="info">{t("frozen")}</Badge> : <span>{t("free")}</span>,
      },
      {
        id: "status",
        title: t("investigation"),
        cell: (row) => (
          <div className={css["lines"]}>
            <IncidentBadge incident={row} />
            {row.status === "OPEN" && (
              <span className={css["muted"]}>
                {t("due")} <Ago at={row.investigation_due_at} />
              </span>
            )}
          </div>
        ),
      },
    ],
    [t, words, language, campaignName],
  );
}
