import { Group } from "@mantine/core";
import type { Schema } from "../../api/client";
import { useHasRole } from "../../api/session";
import { isZero } from "../../lib/decimal";
import { formatMoney } from "../../lib/numbers";
import { ADMINS } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { ConfirmedAction } from "../../ui/action";
import { Facts } from "../../ui/facts";
import { Panel } from "../../ui/panel";
import { Status } from "../../ui/status";
import { Moment, Money } from "../../ui/values";
import { DeedForm } from "./deed-form";
import css from "./parties.module.css";
import type { AdvertiserDeed } from "./queries";
import { usePartyTexts } from "./texts";

type Props = {
  termination: Schema<"TerminationView">;
  isPending: boolean;
  act: (given: AdvertiserDeed) => void;
};

/** The end of an account: what went back, what was owed, the last payment. */
export function TerminationPanel({ termination, isPending, act }: Props) {
  const t = usePartyTexts();
  const words = useWords();
  const language = useLanguage();
  const why = useHasRole(ADMINS) ? null : t("notYours");
  const debt = formatMoney(termination.debt, language);
  const isWaiting = termination.debt_status === "PENDING";
  const settleWhy = why ?? (isWaiting ? t("debtFirst") : null);
  const { settled_at: settled, paid_out: paidOut } = termination;
  return (
    <Panel title={t("ended")}>
      <Facts
        facts={[
          [t("reason"), words("SuspensionReason", termination.reason)],
          [t("note"), termination.note ?? null],
          [t("when"), <Moment key="at" at={termination.at} />],
          [t("refunded"), <Money key="refunded" amount={termination.refunded} />],
          [
            t("debt"),
            isZero(termination.debt) ? null : <Money key="debt" amount={termination.debt} />,
          ],
          [
            t("debtState"),
            termination.debt_status ? (
              <Status key="state" kind="CreditStatus" word={termination.debt_status} />
            ) : null,
          ],
          [t("debtBy"), termination.debt_requested_by ?? null],
          [
            t("debtPaid"),
            isZero(termination.debt) ? null : <Money key="p" amount={termination.debt_paid} />,
          ],
          settled
            ? [t("settled"), <Moment key="settled" at={settled} />]
            : [t("due"), <Moment key="due" at={termination.settlement_due_at} />],
          [t("paidOut"), paidOut ? <Money key="out" amount={paidOut} /> : null],
          [t("reference"), termination.reference ?? null],
        ]}
      />
      <Group mt="md" gap="xs">
        {isWaiting && (
          <>
            <ConfirmedAction
              why={why}
              loading={isPending}
              title={t("debtTitle", { amount: debt })}
              text={t("debtText", { amount: debt })}
              deed={t("debtDeed", { amount: debt })}
              onConfirm={() => act({ deed: "approveDebt" })}
            >
              {t("approveDebt")}
            </ConfirmedAction>
            <DeedForm
              name={t("rejectDebt")}
              title={t("rejectDebtTitle", { amount: debt })}
              text={t("secondPerson")}
              deed={t("rejectDebt")}
              why={why}
              isPending={isPending}
              isBad
              asks={{ text: "needed", label: t("note") }}
              onDo={({ text }) => act({ deed: "rejectDebt", reason: text })}
            />
          </>
        )}
        {!settled && (
          <DeedForm
            name={t("settle")}
            title={t("settleTitle")}
            text={t("settleText")}
            deed={t("settle")}
            why={settleWhy}
            isPending={isPending}
            asks={{ text: "needed", label: t("reference") }}
            onDo={({ text }) => act({ deed: "settle", reference: text })}
          />
        )}
      </Group>
      {isWaiting && <p className={css["muted"]}>{t("secondPerson")}</p>}
    </Panel>
  );
}
