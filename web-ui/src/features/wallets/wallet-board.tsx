import { Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { z } from "zod";
import { walletQuery } from "../../api/catalog";
import { usePerson } from "../../api/session";
import { formatDay } from "../../lib/dates";
import { isZero } from "../../lib/decimal";
import { formatMoneyShort } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { useAddress } from "../../lib/route";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Figure } from "../../ui/figure";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Boundary, Loaded } from "../../ui/states";
import { Money } from "../../ui/values";
import { Credits } from "./credits";
import { Moves } from "./moves";
import { useOwners, type Wallet } from "./queries";
import { StatementPanel } from "./statement";
import { useWalletTexts } from "./texts";
import { Transactions } from "./transactions";
import css from "./wallets.module.css";

const TABS = ["statement", "transactions", "credits"] as const;
const ADDRESS = z.object({ tab: z.enum(TABS).catch("statement") });

/** One wallet: balances, what moved them, and moving money by hand. */
export function WalletBoard({ ownerId }: { ownerId: string }) {
  const wallet = useQuery(walletQuery(ownerId));
  return <Loaded query={wallet}>{(found) => <Shown wallet={found} />}</Loaded>;
}

function Shown({ wallet }: { wallet: Wallet }) {
  const t = useWalletTexts();
  const words = useWords();
  const { ownerId } = usePerson();
  const [{ tab }, change] = useAddress(ADDRESS);
  const owner = useOwners().find(({ id }) => id === wallet.owner_id);
  const isOperator = ownerId === null;
  const tabs = TABS.filter((one) => one !== "credits" || isOperator);
  return (
    <>
      <PageTitle
        title={isOperator ? (owner?.name ?? t("wallet")) : t("yourWallet")}
        subtitle={t("walletOf", { kind: words("Role", wallet.owner_type) })}
        actions={<Moves wallet={wallet} status={owner?.status ?? null} />}
      />
      <div className={css["top"]}>
        <Panel flush>
          {wallet.owner_type === "SUPPLIER" ? (
            <SupplierFigures wallet={wallet} />
          ) : (
            <AdvertiserFigures wallet={wallet} />
          )}
        </Panel>
      </div>
      <Tabs
        value={tab}
        onChange={(value) => change({ tab: TABS.find((one) => one === value) ?? "statement" })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(one)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Boundary resetKey={tab}>
          <Tabs.Panel value="statement">
            <StatementPanel ownerId={wallet.owner_id} />
          </Tabs.Panel>
          <Tabs.Panel value="transactions">
            <Transactions ownerId={wallet.owner_id} />
          </Tabs.Panel>
          {isOperator && (
            <Tabs.Panel value="credits">
              <Credits ownerId={wallet.owner_id} />
            </Tabs.Panel>
          )}
        </Boundary>
      </Tabs>
    </>
  );
}

function AdvertiserFigures({ wallet }: { wallet: Wallet }) {
  const t = useWalletTexts();
  return (
    <div className={css["figures"]}>
      <Figure
        label={t("available")}
        value={<Money amount={wallet.available_balance} short />}
        hint={t("availableHint")}
        {...(isZero(wallet.available_balance) && { tone: "wait" as const })}
      />
      <Figure
        label={t("held")}
        value={<Money amount={wallet.held_balance ?? "0"} short />}
        hint={t("heldHint")}
      />
    </div>
  );
}

function SupplierFigures({ wallet }: { wallet: Wallet }) {
  const t = useWalletTexts();
  const language = useLanguage();
  const next = wallet.next_payout;
  const owed = wallet.clawback_balance ?? "0";
  return (
    <div className={css["figures"]}>
      <Figure
        label={t("available")}
        value={<Money amount={wallet.available_balance} short />}
        hint={t("withdrawHint")}
      />
      <Figure
        label={t("pending")}
        value={<Money amount={wallet.pending_balance ?? "0"} short />}
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
        value={<Money amount={owed} short />}
        hint={<Link to={paths.payouts}>{t("toPayouts")}</Link>}
        {...(!isZero(owed) && { tone: "bad" as const })}
      />
    </div>
  );
}
