import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { z } from "zod";
import { type Campaign, type CampaignStatus, campaignsQuery, useIsCut } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { formatDay } from "../../lib/dates";
import { compare, type Decimal } from "../../lib/decimal";
import { fold } from "../../lib/fold";
import { formatMoneyShort, formatShare } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { BUYERS } from "../../lib/roles";
import { addressText, useAddress } from "../../lib/route";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { type Column, DataTable } from "../../ui/data-table";
import { Meter } from "../../ui/meter";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty, Incomplete, Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import { Money, useNow } from "../../ui/values";
import css from "./campaigns.module.css";
import { paceOf } from "./pace";
import { useLiveCampaigns } from "./queries";
import { useCampaignTexts } from "./texts";

/** Statuses by what they mean to whoever looks; the first group that fits is opened by a link. */
const GROUPS = {
  all: null,
  running: ["ACTIVE"],
  attention: ["PENDING_APPROVAL", "PAUSED", "ERROR"],
  coming: ["DRAFT", "SCHEDULED"],
  over: ["COMPLETED", "CANCELLED", "REJECTED", "EXPIRED"],
} as const satisfies Record<string, readonly CampaignStatus[] | null>;
type GroupName = keyof typeof GROUPS;
const NAMES = Object.keys(GROUPS) as GroupName[];

const ADDRESS = z.object({
  group: z.enum(["all", "running", "attention", "coming", "over"]).catch("all"),
  status: z.string().optional().catch(undefined),
  q: addressText,
});

/** All campaigns: how each stands, what it has spent against its time. */
export function Page() {
  const t = useCampaignTexts();
  useLiveCampaigns();
  const campaigns = useQuery(campaignsQuery);
  const mayCreate = useHasRole(BUYERS);
  const [address, change] = useAddress(ADDRESS);
  return (
    <>
      <PageTitle title={t("title")} actions={mayCreate && <NewCampaign />} />
      <div className={css["filters"]}>
        <SegmentedControl
          value={address.group}
          onChange={(group) => change({ group: group as GroupName, status: undefined })}
          data={NAMES.map((group) => ({ value: group, label: t(`group.${group}`) }))}
        />
        <TextInput
          className={css["search"]}
          leftSection={<IconSearch size={16} />}
          aria-label={t("search")}
          placeholder={t("search")}
          value={address.q}
          onChange={({ currentTarget }) => change({ q: currentTarget.value })}
        />
      </div>
      <Panel flush>
        <Loaded
          query={campaigns}
          isEmpty={(rows) => rows.length === 0}
          empty={
            <Empty title={t("first")} action={mayCreate && <NewCampaign />}>
              {t("firstText")}
            </Empty>
          }
        >
          {(rows) => <List rows={rows.filter((row) => isWanted(row, address))} />}
        </Loaded>
        <Incomplete when={useIsCut(campaignsQuery)} />
      </Panel>
    </>
  );
}

function NewCampaign() {
  const t = useCampaignTexts();
  return (
    <Button
      leftSection={<IconPlus size={16} />}
      renderRoot={(props) => <Link to={paths.newCampaign} {...props} />}
    >
      {t("newCampaign")}
    </Button>
  );
}

function isWanted(row: Campaign, { group, status, q }: z.infer<typeof ADDRESS>): boolean {
  const statuses: readonly string[] | null = status ? [status] : GROUPS[group];
  const said = fold(`${row.name} ${row.brand_name ?? ""}`);
  return (statuses === null || statuses.includes(row.status)) && said.includes(fold(q));
}

function List({ rows }: { rows: readonly Campaign[] }) {
  const t = useCampaignTexts();
  const navigate = useNavigate();
  const columns = useColumns();
  if (rows.length === 0) return <Empty title={t("none")}>{t("noneText")}</Empty>;
  return (
    <DataTable
      label={t("title")}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      onOpen={({ id }) => void navigate({ to: paths.campaign(id) })}
    />
  );
}

const ZERO: Decimal = "0";

function useColumns(): Column<Campaign>[] {
  const t = useCampaignTexts();
  const words = useWords();
  const language = useLanguage();
  return useMemo(
    () => [
      {
        id: "name",
        title: t("name"),
        compare: (a, b) => a.name.localeCompare(b.name, language),
        cell: (row) => (
          <div className={css["name"]}>
            <span className={css["nameMain"]}>{row.name}</span>
            <span className={css["muted"]}>{row.brand_name}</span>
          </div>
        ),
      },
      {
        id: "status",
        title: t("status"),
        compare: (a, b) => a.status.localeCompare(b.status),
        cell: (row) => (
          <div className={css["name"]}>
            <Status kind="CampaignStatus" word={row.status} />
            {row.pause_reason && row.status === "PAUSED" && (
              <span className={css["muted"]}>{words("PauseReason", row.pause_reason)}</span>
            )}
          </div>
        ),
      },
      {
        id: "spend",
        title: t("spend"),
        compare: (a, b) => paceOf(a, Date.now()).spent - paceOf(b, Date.now()).spent,
        cell: (row) => <Spend campaign={row} />,
      },
      {
        id: "spent",
        title: t("spent"),
        align: "right",
        compare: (a, b) => compare(a.spent, b.spent),
        cell: (row) => <Money amount={row.spent} short />,
      },
      {
        id: "budget",
        wide: true,
        title: t("budget"),
        align: "right",
        compare: (a, b) => compare(a.budget ?? ZERO, b.budget ?? ZERO),
        cell: (row) => row.budget && <Money amount={row.budget} short />,
      },
      {
        id: "runs",
        wide: true,
        title: t("runs"),
        compare: (a, b) => (a.start_date ?? "").localeCompare(b.start_date ?? ""),
        cell: (row) =>
          row.start_date && row.end_date ? (
            <span className={css["dates"]}>
              {formatDay(row.start_date, language)} – {formatDay(row.end_date, language)}
            </span>
          ) : (
            "–"
          ),
      },
      {
        id: "stores",
        wide: true,
        title: t("stores"),
        align: "right",
        compare: (a, b) => a.target_stores.length - b.target_stores.length,
        cell: (row) => row.target_stores.length,
      },
    ],
    [t, words, language],
  );
}

function Spend({ campaign }: { campaign: Campaign }) {
  const t = useCampaignTexts();
  const language = useLanguage();
  const { spent, time, tone } = paceOf(campaign, useNow(60_000));
  const amounts = {
    spent: formatMoneyShort(campaign.spent, language),
    budget: formatMoneyShort(campaign.budget ?? ZERO, language),
  };
  if (!campaign.budget) return "–";
  const isRunning = campaign.status === "ACTIVE" && time !== null;
  const label = isRunning
    ? t("spendLabel", { ...amounts, time: formatShare(time, language, 0) })
    : t("spendOnly", amounts);
  return (
    <div className={css["meter"]}>
      <Meter
        share={spent}
        label={label}
        tone={tone ?? "quiet"}
        {...(isRunning && { mark: time })}
      />
    </div>
  );
}
