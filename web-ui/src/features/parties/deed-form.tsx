import { Modal, Select, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import { readAmount } from "../../lib/amount";
import { compare, type Decimal } from "../../lib/decimal";
import { useWords } from "../../lib/words";
import { Action } from "../../ui/action";
import { AmountInput } from "../../ui/amount-input";
import { useUiTexts } from "../../ui/texts";
import { REASONS, type Reason } from "./queries";
import { usePartyTexts } from "./texts";

const TOO_MUCH: Decimal = "1000000000";

/** What was filled in. */
export type Filled = { reason: Reason; text: string; debt: Decimal | null };

type Props = {
  /** What the button on the page says. */
  name: string;
  /** The question, and what will happen with the numbers. */
  title: string;
  text: string;
  /** What the deciding button says. */
  deed: string;
  why: string | null;
  isPending: boolean;
  isBad?: boolean;
  /** Asks for a reason of the list; for a text that must be there; for a debt. */
  asks: { reason?: boolean; text: "needed" | "optional"; label: string; debt?: boolean };
  onDo: (filled: Filled) => void;
};

/** A deed that is asked about first, with its reason. */
export function DeedForm(props: Props) {
  const { name, title, text, deed, why, isPending, isBad = false, asks, onDo } = props;
  const t = usePartyTexts();
  const ui = useUiTexts();
  const words = useWords();
  const [isOpen, { open, close }] = useDisclosure(false);
  const [reason, setReason] = useState<Reason>("POLICY_VIOLATION");
  const [said, setSaid] = useState("");
  const [debt, setDebt] = useState("");
  const owed = readAmount(debt);
  const isDebtWrong = debt.trim() !== "" && (owed === null || compare(owed, TOO_MUCH) >= 0);
  const isSilent = asks.text === "needed" && said.trim() === "";
  const missing = isSilent
    ? t("fillIn", { field: asks.label })
    : isDebtWrong
      ? t("debtWrong")
      : null;
  const act = () => {
    close();
    onDo({ reason, text: said.trim(), debt: owed });
  };
  return (
    <>
      <Action variant="default" why={why} loading={isPending} onClick={open}>
        {name}
      </Action>
      <Modal
        opened={isOpen}
        onClose={close}
        title={title}
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        <Stack>
          <Text size="sm">{text}</Text>
          {asks.reason && (
            <Select
              label={t("reason")}
              allowDeselect={false}
              value={reason}
              onChange={(value) =>
                setReason(REASONS.find((one) => one === value) ?? "POLICY_VIOLATION")
              }
              data={REASONS.map((value) => ({ value, label: words("SuspensionReason", value) }))}
            />
          )}
          <Textarea
            label={asks.label}
            autosize
            minRows={2}
            maxLength={500}
            value={said}
            onChange={({ currentTarget }) => setSaid(currentTarget.value)}
          />
          {asks.debt && (
            <AmountInput
              label={t("debt")}
              description={t("debtHint")}
              value={debt}
              error={isDebtWrong ? t("debtWrong") : null}
              onChange={setDebt}
            />
          )}
          <Action {...(isBad && { color: "red" })} why={missing} onClick={act}>
            {deed}
          </Action>
        </Stack>
      </Modal>
    </>
  );
}
