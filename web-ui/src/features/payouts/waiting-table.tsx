import { compare, isZero } from "../../lib/decimal";
import { useWords } from "../../lib/words";
import { DataTable } from "../../ui/data-table";
import { Panel } from "../../ui/panel";
import { Money } from "../../ui/values";
import css from "./payouts.module.css";
import type { SupplierMoney } from "./queries";
import { usePayoutTexts } from "./texts";

type Props = { rows: readonly SupplierMoney[]; onChoose: (supplierId: string) => void };

/** What waits for each supplier. */
export function WaitingTable({ rows, onChoose }: Props) {
  const t = usePayoutTexts();
  const words = useWords();
  return (
    <Panel title={t("waitsBySupplier")} flush>
      <DataTable
        label={t("waitsBySupplier")}
        rows={rows}
        rowKey={({ supplier }) => supplier.id}
        onOpen={({ supplier }) => onChoose(supplier.id)}
        columns={[
          {
            id: "supplier",
            title: t("supplier"),
            compare: (a, b) => a.supplier.name.localeCompare(b.supplier.name),
            cell: ({ supplier }) => <span className={css["name"]}>{supplier.name}</span>,
          },
          {
            id: "next",
            title: t("nextPayout"),
            align: "right",
            compare: (a, b) =>
              compare(a.wallet?.next_payout?.amount ?? "0", b.wallet?.next_payout?.amount ?? "0"),
            cell: ({ wallet }) =>
              wallet ? <Money amount={wallet.next_payout?.amount ?? "0"} short /> : "…",
          },
          {
            id: "pending",
            title: t("pending"),
            align: "right",
            compare: (a, b) =>
              compare(a.wallet?.pending_balance ?? "0", b.wallet?.pending_balance ?? "0"),
            cell: ({ wallet }) =>
              wallet ? <Money amount={wallet.pending_balance ?? "0"} short /> : "…",
          },
          {
            id: "why",
            title: t("why"),
            wide: true,
            cell: ({ wallet }) => (
              <span className={css["muted"]}>
                {(wallet?.next_payout?.waiting ?? []).map(({ reason, amount }, at) => (
                  <span key={reason}>
                    {at > 0 && " · "}
                    {words("WaitingReason", reason)} <Money amount={amount} short />
                  </span>
                ))}
              </span>
            ),
          },
          {
            id: "owed",
            title: t("owed"),
            align: "right",
            cell: ({ wallet }) =>
              wallet && !isZero(wallet.clawback_balance ?? "0") ? (
                <Money amount={wallet.clawback_balance ?? "0"} short />
              ) : (
                "–"
              ),
          },
        ]}
      />
    </Panel>
  );
}
