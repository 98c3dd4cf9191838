import { Button, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconCashBanknote, IconGift, IconTransferOut } from "@tabler/icons-react";
import { type ReactNode, useMemo } from "react";
import { z } from "zod";
import { Problem } from "../../api/problem";
import { useHasRole, usePerson } from "../../api/session";
import { compare, isZero } from "../../lib/decimal";
import { useForm } from "../../lib/form";
import { formatMoney } from "../../lib/numbers";
import { ADMINS } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { Action } from "../../ui/action";
import { useUiTexts } from "../../ui/texts";
import { readAmount } from "./balance";
import { type Move, useMove, type Wallet } from "./queries";
import { useWalletTexts } from "./texts";

type Props = { wallet: Wallet; status: string | null };

/** Moving money by hand, as far as the role may. */
export function Moves({ wallet, status }: Props) {
  const t = useWalletTexts();
  const { ownerId } = usePerson();
  const isAdmin = useHasRole(ADMINS);
  const isSupplier = wallet.owner_type === "SUPPLIER";
  const isOver = status === "TERMINATED" ? t("terminated") : null;
  const isHeld = status === "SUSPENDED" ? t("suspended") : null;
  const isOwn = ownerId === wallet.owner_id;
  const nothing = isZero(wallet.available_balance) ? t("nothingThere") : null;
  return (
    <>
      {isAdmin && !isSupplier && (
        <MoveForm
          wallet={wallet}
          move="deposit"
          icon={<IconCashBanknote size={16} />}
          why={isOver}
        />
      )}
      {isAdmin && (
        <MoveForm wallet={wallet} move="credit" icon={<IconGift size={16} />} why={isOver} />
      )}
      {isSupplier && (isAdmin || isOwn) && (
        <MoveForm
          wallet={wallet}
          move="withdraw"
          icon={<IconTransferOut size={16} />}
          why={isHeld ?? (isAdmin ? null : isOver) ?? nothing}
        />
      )}
    </>
  );
}

const LONGEST = { deposit: 200, withdraw: 200, credit: 500 } as const;
const LARGEST = "10000000";

type MoveProps = { wallet: Wallet; move: Move["move"]; icon: ReactNode; why: string | null };

function MoveForm({ wallet, move, icon, why }: MoveProps) {
  const t = useWalletTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  const ui = useUiTexts();
  return (
    <>
      <Action
        variant={move === "credit" ? "default" : "filled"}
        leftSection={icon}
        why={why}
        onClick={open}
      >
        {t(move)}
      </Action>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t(move)}
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        {isOpen && <Fields wallet={wallet} move={move} onDone={close} />}
      </Modal>
    </>
  );
}

type FieldsProps = { wallet: Wallet; move: Move["move"]; onDone: () => void };

function Fields({ wallet, move, onDone }: FieldsProps) {
  const t = useWalletTexts();
  const language = useLanguage();
  const sending = useMove(wallet.owner_id);
  const { available_balance: available } = wallet;
  const schema = useMemo(
    () =>
      z.object({
        amount: z.string().superRefine((text, context) => {
          const amount = readAmount(text);
          const isTooMuch =
            amount !== null && move === "withdraw" && compare(amount, available) > 0;
          const isTooLarge = amount !== null && compare(amount, LARGEST) > 0;
          if (amount !== null && !isTooMuch && !isTooLarge) return;
          const key = isTooMuch ? "tooMuch" : isTooLarge ? "tooLarge" : "noAmount";
          context.addIssue({ code: "custom", message: t(key) });
        }),
        text: z
          .string()
          .trim()
          .min(1, t(move === "credit" ? "needReason" : "needReference"))
          .max(LONGEST[move]),
      }),
    [t, move, available],
  );
  const refused = sending.error instanceof Problem ? sending.error : null;
  const form = useForm(
    schema,
    { amount: "", text: "" },
    ({ amount: typed, text }) => {
      const amount = readAmount(typed);
      if (amount === null) return;
      const given: Move =
        move === "credit" ? { move, amount, reason: text } : { move, amount, reference: text };
      sending.mutate(given, {
        onSuccess: ({ status }) => {
          const shown = formatMoney(amount, language);
          const key = status === "PENDING" ? "creditWaits" : `done.${move}`;
          notifications.show({
            message: t(key as "creditWaits", { amount: shown }),
            color: "shop",
          });
          onDone();
        },
      });
    },
    refused && { of: (field) => refused.of(field === "text" ? textField(move) : field) },
  );
  const amount = readAmount(form.values.amount);
  return (
    <form onSubmit={form.send}>
      <Stack>
        <Text size="sm">{t(`text.${move}`)}</Text>
        {move === "withdraw" && (
          <Text size="sm">{t("canWithdraw", { amount: formatMoney(available, language) })}</Text>
        )}
        <TextInput
          data-autofocus
          label={t("amount")}
          inputMode="decimal"
          rightSection="USD"
          rightSectionWidth={56}
          value={form.values.amount}
          error={form.problem("amount")}
          onChange={({ currentTarget }) => form.set("amount", currentTarget.value)}
        />
        <TextInput
          label={t(move === "credit" ? "reason" : "reference")}
          description={move === "credit" ? undefined : t("referenceHint")}
          maxLength={LONGEST[move]}
          value={form.values.text}
          error={form.problem("text")}
          onChange={({ currentTarget }) => form.set("text", currentTarget.value)}
        />
        {refused && refused.fields.length === 0 && (
          <Text size="sm" c="var(--v-bad)" role="alert">
            {refused.message}
          </Text>
        )}
        <Button type="submit" loading={sending.isPending}>
          {t(`deed.${move}`, { amount: amount ? formatMoney(amount, language) : "…" })}
        </Button>
      </Stack>
    </form>
  );
}

function textField(move: Move["move"]): string {
  return move === "credit" ? "reason" : "reference";
}
