import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type Advertiser, useIsCut, walletQuery } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { add, compare } from "../../lib/decimal";
import { formatMoneyShort } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { ADMINS } from "../../lib/roles";
import { usePathParam } from "../../lib/route";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Action, ConfirmedAction } from "../../ui/action";
import { DataTable } from "../../ui/data-table";
import { Facts } from "../../ui/facts";
import { Figure } from "../../ui/figure";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty, Incomplete, Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import { Count, Moment, Money } from "../../ui/values";
import { DeedForm } from "./deed-form";
import { EditParty } from "./edit-party";
import { languageName } from "./languages";
import css from "./parties.module.css";
import {
  type AdvertiserDeed,
  advertiserQuery,
  ownCampaignsQuery,
  useAdvertiserDeed,
} from "./queries";
import { TerminationPanel } from "./termination";
import { usePartyTexts } from "./texts";

/** One advertiser: how it stands, its money, its campaigns. */
export function Page() {
  const advertiser = useQuery(advertiserQuery(usePathParam("id")));
  return <Loaded query={advertiser}>{(found) => <Shown advertiser={found} />}</Loaded>;
}

function Shown({ advertiser }: { advertiser: Advertiser }) {
  const t = usePartyTexts();
  const words = useWords();
  const deed = useAdvertiserDeed(advertiser.id);
  const act = (given: AdvertiserDeed) =>
    deed.mutate(given, {
      onSuccess: () => notifications.show({ message: t(`done.${given.deed}`), color: "shop" }),
    });
  const { suspension, termination } = advertiser;
  return (
    <>
      <PageTitle
        title={advertiser.name}
        badge={<Status kind="PartyStatus" word={advertiser.status} />}
        subtitle={advertiser.email}
        actions={
          <>
            {advertiser.status !== "TERMINATED" && (
              <EditParty kind="advertisers" party={advertiser} />
            )}
            <Deeds advertiser={advertiser} isPending={deed.isPending} act={act} />
          </>
        }
      />
      {suspension && (
        <div className={css["note"]}>
          {t("suspendedFor", { reason: words("SuspensionReason", suspension.reason) })}{" "}
          <Moment at={suspension.at} />
          {suspension.note && ` · ${suspension.note}`}
        </div>
      )}
      <Figures id={advertiser.id} />
      <div className={css["board"]}>
        <Campaigns id={advertiser.id} />
        <div className={css["column"]}>
          <Panel title={t("account")}>
            <Facts
              facts={[
                [t("email"), advertiser.email],
                [t("emailState"), advertiser.email_verified ? t("verified") : t("notVerified")],
                [t("language"), languageName(advertiser.language)],
                [t("since"), <Moment key="since" at={advertiser.created_at} />],
                [
                  t("wallet"),
                  <Link key="wallet" className={css["link"] ?? ""} to={paths.wallet(advertiser.id)}>
                    {t("toWallet")}
                  </Link>,
                ],
              ]}
            />
          </Panel>
          {termination && (
            <TerminationPanel termination={termination} isPending={deed.isPending} act={act} />
          )}
        </div>
      </div>
    </>
  );
}

type DeedsProps = {
  advertiser: Advertiser;
  isPending: boolean;
  act: (given: AdvertiserDeed) => void;
};

function Deeds({ advertiser, isPending, act }: DeedsProps) {
  const t = usePartyTexts();
  const language = useLanguage();
  const { name, status } = advertiser;
  const own = useQuery(ownCampaignsQuery(advertiser.id)).data ?? [];
  const wallet = useQuery(walletQuery(advertiser.id)).data;
  const why = useHasRole(ADMINS) ? null : t("notYours");
  const count = own.filter((row) => row.status === "ACTIVE" || row.status === "SCHEDULED").length;
  const held = formatMoneyShort(wallet?.held_balance ?? "0", language);
  if (status === "TERMINATED") return null;
  return (
    <>
      {!advertiser.email_verified && (
        <Action why={why} loading={isPending} onClick={() => act({ deed: "verify" })}>
          {t("verify")}
        </Action>
      )}
      {status === "SUSPENDED" ? (
        <ConfirmedAction
          why={why}
          loading={isPending}
          title={t("reinstateTitle", { name })}
          text={t("reinstateText")}
          deed={t("reinstate")}
          onConfirm={() => act({ deed: "reinstate", note: "" })}
        >
          {t("reinstate")}
        </ConfirmedAction>
      ) : (
        <DeedForm
          name={t("suspend")}
          title={t("suspendTitle", { name })}
          text={t("suspendText", { count, held })}
          deed={t("suspendDeed", { count })}
          why={why}
          isPending={isPending}
          isBad
          asks={{ reason: true, text: "optional", label: t("note") }}
          onDo={({ reason, text }) => act({ deed: "suspend", reason, note: text })}
        />
      )}
      <DeedForm
        name={t("terminate")}
        title={t("terminateTitle", { name })}
        text={t("terminateText", { held })}
        deed={t("terminateDeed")}
        why={why}
        isPending={isPending}
        isBad
        asks={{ reason: true, text: "optional", label: t("note"), debt: true }}
        onDo={({ reason, text, debt }) => act({ deed: "terminate", reason, note: text, debt })}
      />
    </>
  );
}

function Figures({ id }: { id: string }) {
  const t = usePartyTexts();
  const wallet = useQuery(walletQuery(id));
  const own = useQuery(ownCampaignsQuery(id)).data ?? [];
  return (
    <Panel flush>
      <Loaded query={wallet}>
        {(found) => (
          <div className={css["figures"]}>
            <Figure
              label={t("available")}
              value={<Money amount={found.available_balance} short />}
            />
            <Figure label={t("held")} value={<Money amount={found.held_balance ?? "0"} short />} />
            <Figure
              label={t("running")}
              value={<Count value={own.filter(({ status }) => status === "ACTIVE").length} />}
              hint={t("ofCampaigns", { count: own.length })}
            />
            <Figure
              label={t("spent")}
              value={<Money amount={add("0", ...own.map(({ spent }) => spent))} short />}
            />
          </div>
        )}
      </Loaded>
    </Panel>
  );
}

function Campaigns({ id }: { id: string }) {
  const t = usePartyTexts();
  const navigate = useNavigate();
  const campaigns = useQuery(ownCampaignsQuery(id));
  return (
    <Panel title={t("campaigns")} flush>
      <Loaded query={campaigns}>
        {(rows) => {
          if (rows.length === 0) return <Empty title={t("noCampaigns")} />;
          return (
            <DataTable
              label={t("campaigns")}
              rows={rows}
              rowKey={(row) => row.id}
              onOpen={(row) => void navigate({ to: paths.campaign(row.id) })}
              columns={[
                {
                  id: "name",
                  title: t("campaign"),
                  compare: (a, b) => a.name.localeCompare(b.name),
                  cell: (row) => <span className={css["name"]}>{row.name}</span>,
                },
                {
                  id: "status",
                  title: t("status"),
                  compare: (a, b) => a.status.localeCompare(b.status),
                  cell: (row) => <Status kind="CampaignStatus" word={row.status} />,
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
                  title: t("budget"),
                  align: "right",
                  cell: (row) => (row.budget ? <Money amount={row.budget} short /> : "–"),
                },
              ]}
            />
          );
        }}
      </Loaded>
      <Incomplete when={useIsCut(ownCampaignsQuery(id))} />
    </Panel>
  );
}
