import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import {
  devicesQuery,
  type Store,
  type Supplier,
  storesQuery,
  walletQuery,
} from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { formatDay } from "../../lib/dates";
import { isZero } from "../../lib/decimal";
import { formatCount, formatMoneyShort } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { ADMINS } from "../../lib/roles";
import { usePathParam } from "../../lib/route";
import { useLanguage } from "../../lib/texts";
import { ConfirmedAction } from "../../ui/action";
import { DataTable } from "../../ui/data-table";
import { Facts } from "../../ui/facts";
import { Figure } from "../../ui/figure";
import { Meter } from "../../ui/meter";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import { Moment, Money } from "../../ui/values";
import { DeedForm } from "./deed-form";
import { EditParty } from "./edit-party";
import { languageName } from "./languages";
import css from "./parties.module.css";
import { type SupplierDeed, supplierQuery, useSupplierDeed } from "./queries";
import { usePartyTexts } from "./texts";

/** One supplier: how it stands, its money, its stores, its chargebacks. */
export function Page() {
  const supplier = useQuery(supplierQuery(usePathParam("id")));
  return <Loaded query={supplier}>{(found) => <Shown supplier={found} />}</Loaded>;
}

function Shown({ supplier }: { supplier: Supplier }) {
  const t = usePartyTexts();
  const deed = useSupplierDeed(supplier.id);
  const stores = (useQuery(storesQuery).data ?? []).filter(
    ({ supplier_id }) => supplier_id === supplier.id,
  );
  const act = (given: SupplierDeed) =>
    deed.mutate(given, {
      onSuccess: () => notifications.show({ message: t(`done.${given.deed}`), color: "shop" }),
    });
  return (
    <>
      <PageTitle
        title={supplier.name}
        badge={<Status kind="PartyStatus" word={supplier.status} />}
        subtitle={supplier.email}
        actions={
          <>
            {supplier.status !== "TERMINATED" && <EditParty kind="suppliers" party={supplier} />}
            <Deeds supplier={supplier} stores={stores} isPending={deed.isPending} act={act} />
          </>
        }
      />
      <Figures id={supplier.id} />
      <div className={css["board"]}>
        <Stores stores={stores} />
        <div className={css["column"]}>
          <Flag supplier={supplier} isPending={deed.isPending} act={act} />
          <Panel title={t("account")}>
            <Facts
              facts={[
                [t("email"), supplier.email],
                [t("language"), languageName(supplier.language)],
                [t("since"), <Moment key="since" at={supplier.created_at} />],
                [
                  t("wallet"),
                  <Link key="wallet" className={css["link"] ?? ""} to={paths.wallet(supplier.id)}>
                    {t("toWallet")}
                  </Link>,
                ],
                [
                  t("payouts"),
                  <Link
                    key="payouts"
                    className={css["link"] ?? ""}
                    to={paths.payouts}
                    search={{ supplier: supplier.id } as never}
                  >
                    {t("toPayouts")}
                  </Link>,
                ],
              ]}
            />
          </Panel>
        </div>
      </div>
    </>
  );
}

type DeedsProps = {
  supplier: Supplier;
  stores: readonly Store[];
  isPending: boolean;
  act: (given: SupplierDeed) => void;
};

function Deeds({ supplier, stores, isPending, act }: DeedsProps) {
  const t = usePartyTexts();
  const { name, status } = supplier;
  const why = useHasRole(ADMINS) ? null : t("notYours");
  const active = stores.filter((store) => store.status === "ACTIVE").length;
  if (status === "TERMINATED") return null;
  return (
    <>
      {status === "SUSPENDED" ? (
        <ConfirmedAction
          why={why}
          loading={isPending}
          title={t("reinstateTitle", { name })}
          text={t("reinstateSupplierText")}
          deed={t("reinstate")}
          onConfirm={() => act({ deed: "reinstate" })}
        >
          {t("reinstate")}
        </ConfirmedAction>
      ) : (
        <DeedForm
          name={t("suspend")}
          title={t("suspendTitle", { name })}
          text={t("suspendSupplierText")}
          deed={t("suspendSupplierDeed")}
          why={why}
          isPending={isPending}
          isBad
          asks={{ text: "needed", label: t("reason") }}
          onDo={({ text }) => act({ deed: "suspend", reason: text })}
        />
      )}
      <DeedForm
        name={t("terminate")}
        title={t("terminateTitle", { name })}
        text={t("terminateSupplierText")}
        deed={t("terminateDeed")}
        why={why ?? (active > 0 ? t("storesFirst", { count: active }) : null)}
        isPending={isPending}
        isBad
        asks={{ text: "needed", label: t("reason") }}
        onDo={({ text }) => act({ deed: "terminate", reason: text })}
      />
    </>
  );
}

function Flag({ supplier, isPending, act }: Omit<DeedsProps, "stores">) {
  const t = usePartyTexts();
  const language = useLanguage();
  const why = useHasRole(ADMINS) ? null : t("notYours");
  const { chargeback_flag: flag, chargebacks: rate } = supplier;
  const shown = rate ?? flag;
  if (!shown) return null;
  const percent = Number(shown.rate_percent);
  const limit = Number(rate?.limit_percent ?? 5);
  const figures = {
    percent: shown.rate_percent,
    limit,
    days: rate?.days ?? 30,
    back: formatCount(Number(shown.charged_back), language),
    billed: formatCount(Number(shown.billed), language),
  };
  return (
    <Panel title={flag ? t("flagTitle", figures) : t("chargebacks")}>
      <Meter
        share={limit === 0 ? 1 : percent / (limit * 2)}
        mark={0.5}
        tone={flag ? "bad" : "good"}
        label={t("flagMeter", figures)}
      />
      <p className={css["muted"]}>
        {t("rateText", figures)}{" "}
        {flag ? (
          <>
            {t("flaggedSince")} <Moment at={flag.raised_at} />
          </>
        ) : (
          t("noFlagText", figures)
        )}
      </p>
      {flag && (
        <DeedForm
          name={t("clearFlag")}
          title={t("clearTitle")}
          text={t("clearText")}
          deed={t("clearFlag")}
          why={why}
          isPending={isPending}
          asks={{ text: "needed", label: t("found") }}
          onDo={({ text }) => act({ deed: "clearFlag", note: text })}
        />
      )}
    </Panel>
  );
}

function Figures({ id }: { id: string }) {
  const t = usePartyTexts();
  const language = useLanguage();
  const wallet = useQuery(walletQuery(id));
  return (
    <Panel flush>
      <Loaded query={wallet}>
        {({ available_balance, pending_balance, clawback_balance, next_payout: next }) => (
          <div className={css["figures"]}>
            <Figure label={t("inWallet")} value={<Money amount={available_balance} short />} />
            <Figure
              label={t("pending")}
              value={<Money amount={pending_balance ?? "0"} short />}
              hint={
                next &&
                t("nextHint", {
                  amount: formatMoneyShort(next.amount, language),
                  day: formatDay(next.at, language),
                })
              }
            />
            <Figure
              label={t("owed")}
              value={<Money amount={clawback_balance ?? "0"} short />}
              {...(!isZero(clawback_balance ?? "0") && { tone: "bad" as const })}
            />
          </div>
        )}
      </Loaded>
    </Panel>
  );
}

function Stores({ stores }: { stores: readonly Store[] }) {
  const t = usePartyTexts();
  const navigate = useNavigate();
  const devices = useQuery(devicesQuery).data ?? [];
  const screens = (id: string) =>
    devices.filter(({ store_id, status }) => store_id === id && status === "ACTIVE");
  return (
    <Panel title={t("stores")} flush>
      {stores.length === 0 ? (
        <Empty title={t("noStores")} />
      ) : (
        <DataTable
          label={t("stores")}
          rows={stores}
          rowKey={({ id }) => id}
          onOpen={({ id }) => void navigate({ to: paths.store(id) })}
          columns={[
            {
              id: "name",
              title: t("store"),
              compare: (a, b) => a.name.localeCompare(b.name),
              cell: ({ name, region }) => (
                <div className={css["cell"]}>
                  <span className={css["name"]}>{name}</span>
                  <span className={css["muted"]}>{region}</span>
                </div>
              ),
            },
            {
              id: "status",
              title: t("status"),
              compare: (a, b) => a.status.localeCompare(b.status),
              cell: ({ status }) => <Status kind="PartyStatus" word={status} />,
            },
            {
              id: "screens",
              title: t("screensOn"),
              align: "right",
              cell: ({ id }) => {
                const all = screens(id);
                return `${all.filter(({ online }) => online).length} / ${all.length}`;
              },
            },
          ]}
        />
      )}
    </Panel>
  );
}
