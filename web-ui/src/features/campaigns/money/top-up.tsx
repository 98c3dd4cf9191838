import { Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconCoins } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Campaign, walletQuery } from "../../../api/catalog";
import { Problem } from "../../../api/problem";
import { whenDone } from "../../../api/query";
import { useHasRole } from "../../../api/session";
import { readAmount } from "../../../lib/amount";
import { add, compare } from "../../../lib/decimal";
import { formatMoney } from "../../../lib/numbers";
import { BUYERS } from "../../../lib/roles";
import { useLanguage } from "../../../lib/texts";
import { Action } from "../../../ui/action";
import { AmountInput } from "../../../ui/amount-input";
import { Facts } from "../../../ui/facts";
import { useUiTexts } from "../../../ui/texts";
import { Money } from "../../../ui/values";
import { useTopUp } from "./queries";
import { refusal } from "./rules";
import { useCampaignMoneyTexts } from "./texts";

/** More budget from the wallet, with what it will be afterwards. */
export function TopUp({ campaign }: { campaign: Campaign }) {
  const t = useCampaignMoneyTexts();
  const ui = useUiTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  const mayDo = useHasRole(BUYERS);
  return (
    <>
      <Action
        variant="default"
        leftSection={<IconCoins size={16} />}
        why={mayDo ? null : t("notYours")}
        onClick={open}
      >
        {t("topUp")}
      </Action>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t("topUpTitle", { name: campaign.name })}
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        {isOpen && <Form campaign={campaign} onDone={close} />}
      </Modal>
    </>
  );
}

function Form({ campaign, onDone }: { campaign: Campaign; onDone: () => void }) {
  const t = useCampaignMoneyTexts();
  const language = useLanguage();
  const owner = campaign.advertiser_id ?? "";
  const wallet = useQuery({ ...walletQuery(owner), enabled: owner !== "" }).data;
  const topUp = useTopUp(campaign.id);
  const [text, setText] = useState("");
  const amount = readAmount(text);
  const free = wallet?.available_balance;
  const available = free === undefined ? "" : formatMoney(free, language);
  const wrong = refusal(text, free);
  const problem = topUp.error instanceof Problem ? topUp.error : null;
  const budget = campaign.budget ?? "0";
  const send = () => {
    if (amount === null) return;
    whenDone(topUp.mutateAsync(amount), (row) => {
      const isAdded = compare(row.budget ?? "0", budget) > 0;
      const message = isAdded
        ? t("added", { budget: formatMoney(row.budget ?? "0", language) })
        : t("waits", { amount: formatMoney(row.pending_increase?.amount ?? amount, language) });
      notifications.show({ message, color: "shop" });
      onDone();
    });
  };
  return (
    <Stack>
      <AmountInput
        data-autofocus
        label={t("more")}
        description={free === undefined ? t("moreOnly") : t("moreHint", { available })}
        value={text}
        error={
          problem?.of("additional_budget") ??
          (text !== "" && wrong !== null ? t(wrong, { available }) : null)
        }
        onChange={setText}
      />
      <Facts
        facts={[
          [t("budgetNow"), <Money key="now" amount={budget} />],
          [
            t("budgetAfter"),
            amount === null ? null : <Money key="after" amount={add(budget, amount)} />,
          ],
        ]}
      />
      <Text size="sm" c="dimmed">
        {t("held")} {campaign.pause_reason === "BUDGET_EXHAUSTED" && t("runsOn")}
      </Text>
      {problem && problem.fields.length === 0 && (
        <Text size="sm" c="var(--v-bad)" role="alert">
          {problem.message}
        </Text>
      )}
      <Action
        loading={topUp.isPending}
        why={wrong === null ? null : t(wrong, { available })}
        onClick={send}
      >
        {t("deed", { amount: amount === null ? "…" : formatMoney(amount, language) })}
      </Action>
    </Stack>
  );
}
