import { SegmentedControl, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { z } from "zod";
import { walletQuery } from "../../api/catalog";
import { usePerson } from "../../api/session";
import { compare, type Decimal, isZero } from "../../lib/decimal";
import { fold } from "../../lib/fold";
import { paths } from "../../lib/paths";
import { addressText, useAddress } from "../../lib/route";
import { useWords } from "../../lib/words";
import { type Column, DataTable } from "../../ui/data-table";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty } from "../../ui/states";
import { Status } from "../../ui/status";
import { Money } from "../../ui/values";
import { CreditQueue } from "./credit-queue";
import { type Owner, useLiveWallets, useOwners, type Wallet } from "./queries";
import { useWalletTexts } from "./texts";
import { WalletBoard } from "./wallet-board";
import css from "./wallets.module.css";

const KINDS = ["all", "advertisers", "suppliers"] as const;
const ADDRESS = z.object({ kind: z.enum(KINDS).catch("all"), q: addressText });

/** All wallets for the operator; everybody else comes to the own one. */
export function Page() {
  const { ownerId } = usePerson();
  useLiveWallets();
  return ownerId ? <WalletBoard ownerId={ownerId} /> : <All />;
}

function All() {
  const t = useWalletTexts();
  const [{ kind, q }, change] = useAddress(ADDRESS);
  const owners = useOwners().filter(
    (owner) =>
      (kind === "all" || (kind === "advertisers") === (owner.kind === "ADVERTISER")) &&
      fold(owner.name).includes(fold(q)),
  );
  return (
    <>
      <PageTitle title={t("title")} subtitle={t("subtitle")} />
      <CreditQueue />
      <div className={css["filters"]}>
        <SegmentedControl
          value={kind}
          onChange={(value) => change({ kind: KINDS.find((one) => one === value) ?? "all" })}
          data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        <TextInput
          className={css["search"] ?? ""}
          leftSection={<IconSearch size={16} />}
          aria-label={t("search")}
          placeholder={t("search")}
          value={q}
          onChange={({ currentTarget }) => change({ q: currentTarget.value })}
        />
      </div>
      <Panel flush>
        {owners.length === 0 ? <Empty title={t("none")} /> : <List owners={owners} />}
      </Panel>
    </>
  );
}

/** Wallets that are asked for at once: one call each. */
const STEP = 40;

type Row = Owner & { wallet: Wallet | undefined };

function List({ owners }: { owners: readonly Owner[] }) {
  const t = useWalletTexts();
  const words = useWords();
  const navigate = useNavigate();
  const [shown, setShown] = useState(STEP);
  const visible = owners.slice(0, shown);
  const wallets = useQueries({ queries: visible.map(({ id }) => walletQuery(id)) });
  const rows = visible.map((owner, at): Row => ({ ...owner, wallet: wallets[at]?.data }));
  const money = (
    id: string,
    title: string,
    of: (wallet: Wallet) => Decimal | null | undefined,
  ): Column<Row> => ({
    id,
    title,
    align: "right",
    compare: (a, b) =>
      compare((a.wallet && of(a.wallet)) ?? "0", (b.wallet && of(b.wallet)) ?? "0"),
    cell: ({ wallet }) => {
      if (!wallet) return "…";
      const amount = of(wallet);
      return amount === null || amount === undefined ? "–" : <Money amount={amount} short />;
    },
  });
  const columns: Column<Row>[] = [
    {
      id: "name",
      title: t("owner"),
      compare: (a, b) => a.name.localeCompare(b.name),
      cell: (row) => (
        <div className={css["cell"]}>
          <b>{row.name}</b>
          <span className={css["muted"]}>{words("Role", row.kind)}</span>
        </div>
      ),
    },
    {
      id: "status",
      title: t("status"),
      compare: (a, b) => a.status.localeCompare(b.status),
      cell: ({ status }) => <Status kind="PartyStatus" word={status} />,
    },
    money("available", t("available"), (wallet) => wallet.available_balance),
    money("held", t("held"), (wallet) => wallet.held_balance),
    money("pending", t("pending"), (wallet) => wallet.pending_balance),
    money("owed", t("owed"), ({ clawback_balance: owed }) => (owed && !isZero(owed) ? owed : null)),
  ];
  return (
    <DataTable
      label={t("title")}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      onOpen={({ id }) => void navigate({ to: paths.wallet(id) })}
      more={owners.length > shown ? () => setShown(shown + STEP) : null}
    />
  );
}
