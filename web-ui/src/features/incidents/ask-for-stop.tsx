import { Button, Modal, Select, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconHandStop } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Schema } from "../../api/client";
import { Problem } from "../../api/problem";
import { whenDone } from "../../api/query";
import { useWords } from "../../lib/words";
import { Action } from "../../ui/action";
import { useUiTexts } from "../../ui/texts";
import { toneClass } from "../../ui/tone";
import css from "./incidents.module.css";
import { ownCampaignsQuery, useRequestStop } from "./queries";
import { useIncidentTexts } from "./texts";

type Reason = Schema<"StopReason">;

/** What a supplier may name; the first three darken the own screens at once. */
const REASONS: readonly Reason[] = [
  "BRAND_SAFETY",
  "LEGAL_DEMAND",
  "SECURITY_INCIDENT",
  "CONTENT_ERROR",
  "FRAUD_DETECTED",
  "SUPPLIER_COMPLAINT",
  "TECHNICAL_ISSUE",
  "BUDGET_FRAUD",
  "OTHER",
];
const SAFETY: readonly Reason[] = ["BRAND_SAFETY", "LEGAL_DEMAND", "SECURITY_INCIDENT"];

/** A supplier asks to have a campaign stopped that runs on its screens. */
export function AskForStop() {
  const t = useIncidentTexts();
  const ui = useUiTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button color="red" leftSection={<IconHandStop size={16} />} onClick={open}>
        {t("ask")}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t("ask")}
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        <Form onDone={close} />
      </Modal>
    </>
  );
}

function Form({ onDone }: { onDone: () => void }) {
  const t = useIncidentTexts();
  const words = useWords();
  const campaigns = useQuery(ownCampaignsQuery()).data ?? [];
  const [campaign, setCampaign] = useState<string | null>(null);
  const [reason, setReason] = useState<Reason>("BRAND_SAFETY");
  const [detail, setDetail] = useState("");
  const ask = useRequestStop();
  const problem = ask.error instanceof Problem ? ask.error : null;
  const needsDetail = reason === "OTHER" && detail.trim() === "";
  const why = campaign === null ? t("chooseCampaign") : needsDetail ? t("needDetail") : null;
  const send = () => {
    if (campaign === null) return;
    const said = detail.trim();
    const given = {
      campaign_id: campaign,
      reason_code: reason,
      ...(said !== "" && { reason_detail: said }),
    };
    whenDone(ask.mutateAsync(given), () => {
      notifications.show({ message: t("asked"), color: "shop" });
      onDone();
    });
  };
  return (
    <Stack>
      <Select
        label={t("campaign")}
        description={t("ownCampaigns")}
        searchable
        value={campaign}
        data={campaigns.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={setCampaign}
      />
      <Select
        label={t("why")}
        allowDeselect={false}
        value={reason}
        data={REASONS.map((one) => ({ value: one, label: words("StopReason", one) }))}
        onChange={(value) => setReason(REASONS.find((one) => one === value) ?? reason)}
      />
      <Textarea
        label={t("detail")}
        autosize
        minRows={2}
        maxLength={2000}
        value={detail}
        onChange={({ currentTarget }) => setDetail(currentTarget.value)}
      />
      <Text size="sm">{t(SAFETY.includes(reason) ? "askSafety" : "askLater")}</Text>
      {problem && (
        <div className={`${css["note"]} ${toneClass("bad")}`} role="alert">
          {problem.message}
        </div>
      )}
      <Action color="red" loading={ask.isPending} why={why} onClick={send}>
        {t(SAFETY.includes(reason) ? "askDeedSafety" : "askDeed")}
      </Action>
    </Stack>
  );
}
