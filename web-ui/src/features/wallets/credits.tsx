import { useQuery } from "@tanstack/react-query";
import { compare } from "../../lib/decimal";
import { DataTable } from "../../ui/data-table";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import { Moment, Money } from "../../ui/values";
import { CreditQueue } from "./credit-queue";
import { walletCreditsQuery } from "./queries";
import { useWalletTexts } from "./texts";
import css from "./wallets.module.css";

/** Credits given by hand, with both persons. */
export function Credits({ ownerId }: { ownerId: string }) {
  const t = useWalletTexts();
  const credits = useQuery(walletCreditsQuery(ownerId));
  return (
    <>
      <CreditQueue />
      <Panel flush>
        <Loaded
          query={credits}
          isEmpty={(rows) => rows.length === 0}
          empty={<Empty title={t("noCredits")}>{t("secondPerson")}</Empty>}
        >
          {(rows) => (
            <DataTable
              label={t("credits")}
              rows={rows}
              rowKey={({ id }) => id}
              columns={[
                {
                  id: "reason",
                  title: t("reason"),
                  cell: (row) => <span className={css["text"]}>{row.reason}</span>,
                },
                {
                  id: "status",
                  title: t("status"),
                  cell: (row) => <Status kind="CreditStatus" word={row.status} />,
                },
                {
                  id: "asked",
                  title: t("asked"),
                  compare: (a, b) => a.requested_at.localeCompare(b.requested_at),
                  cell: (row) => (
                    <div className={css["cell"]}>
                      <span>{row.requested_by}</span>
                      <span className={css["muted"]}>
                        <Moment at={row.requested_at} named={false} />
                      </span>
                    </div>
                  ),
                },
                {
                  id: "decided",
                  title: t("decidedBy"),
                  cell: (row) =>
                    row.decided_by ? (
                      <div className={css["cell"]}>
                        <span>{row.decided_by}</span>
                        <span className={css["muted"]}>{row.decision_reason}</span>
                      </div>
                    ) : (
                      "–"
                    ),
                },
                {
                  id: "amount",
                  title: t("amount"),
                  align: "right",
                  compare: (a, b) => compare(a.amount, b.amount),
                  cell: (row) => <Money amount={row.amount} />,
                },
              ]}
            />
          )}
        </Loaded>
      </Panel>
    </>
  );
}
