import { Modal, Radio, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type { Campaign } from "../../../api/catalog";
import { Problem } from "../../../api/problem";
import { whenDone } from "../../../api/query";
import { useHasRole } from "../../../api/session";
import { formatMoney } from "../../../lib/numbers";
import { ADMINS } from "../../../lib/roles";
import { useLanguage } from "../../../lib/texts";
import { Action } from "../../../ui/action";
import { AmountInput } from "../../../ui/amount-input";
import { useUiTexts } from "../../../ui/texts";
import { useSetPricing } from "./queries";
import { isSame, type Pricing, pricingOf } from "./rules";
import { useCampaignMoneyTexts } from "./texts";

const MODES = ["RATE_CARD", "FIXED_CPM"] as const;
const OVER = ["COMPLETED", "CANCELLED", "EXPIRED"];

/** By rate card or by contract; administrators alone set it. */
export function SetPricing({ campaign }: { campaign: Campaign }) {
  const t = useCampaignMoneyTexts();
  const ui = useUiTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  const mayDo = useHasRole(ADMINS);
  if (!mayDo || OVER.includes(campaign.status)) return null;
  return (
    <>
      <Action variant="default" size="xs" onClick={open}>
        {t("price")}
      </Action>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t("priceTitle", { name: campaign.name })}
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
  const { mode, cpm } = campaign.pricing;
  const [draft, setDraft] = useState<Pricing>({ mode, cpm: cpm ?? "" });
  const setPricing = useSetPricing(campaign.id);
  const problem = setPricing.error instanceof Problem ? setPricing.error : null;
  const next = pricingOf(draft);
  const why = next === null ? t("needCpm") : isSame(campaign.pricing, next) ? t("same") : null;
  const said = next?.cpm === undefined ? "…" : formatMoney(next.cpm, language);
  const send = () => {
    if (next === null) return;
    whenDone(setPricing.mutateAsync(next), () => {
      notifications.show({ message: t("priced"), color: "shop" });
      onDone();
    });
  };
  return (
    <Stack>
      <Radio.Group
        label={t("how")}
        description={t("earlier")}
        value={draft.mode}
        onChange={(value) =>
          setDraft({ ...draft, mode: MODES.find((one) => one === value) ?? "RATE_CARD" })
        }
      >
        <Stack gap="xs" mt="xs">
          {MODES.map((one) => (
            <Radio key={one} value={one} label={t(`mode.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {draft.mode === "FIXED_CPM" && (
        <AmountInput
          label={t("cpm")}
          value={draft.cpm}
          error={problem?.of("cpm") ?? (draft.cpm !== "" && next === null ? t("needCpm") : null)}
          onChange={(text) => setDraft({ ...draft, cpm: text })}
        />
      )}
      {problem && problem.fields.length === 0 && (
        <Text size="sm" c="var(--v-bad)" role="alert">
          {problem.message}
        </Text>
      )}
      <Action loading={setPricing.isPending} why={why} onClick={send}>
        {draft.mode === "RATE_CARD" ? t("priceDeedCard") : t("priceDeedCpm", { cpm: said })}
      </Action>
    </Stack>
  );
}
