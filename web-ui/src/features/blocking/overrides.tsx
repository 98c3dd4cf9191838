import { Modal, Select, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { campaignsQuery } from "../../api/catalog";
import { Problem } from "../../api/problem";
import { whenDone } from "../../api/query";
import { useHasRole } from "../../api/session";
import { ADMINS } from "../../lib/roles";
import { Action } from "../../ui/action";
import { Badge } from "../../ui/badge";
import { useUiTexts } from "../../ui/texts";
import { toneClass } from "../../ui/tone";
import { Moment } from "../../ui/values";
import css from "./blocking.module.css";
import { overridesQuery, useOverride } from "./queries";
import { keptOut, type Rule } from "./rules";
import { useBlockingTexts } from "./texts";

type Props = { ruleId: string; rule: Rule };

/** Campaigns that a super administrator has let in against the rule. */
export function Overrides({ ruleId, rule }: Props) {
  const t = useBlockingTexts();
  const overrides = useQuery(overridesQuery(ruleId)).data ?? [];
  const isAdmin = useHasRole(ADMINS);
  return (
    <>
      {overrides.length > 0 && (
        <ul className={css["overrides"]}>
          {overrides.map(({ id, campaign_name, reason, is_active, expires_at }) => (
            <li key={id}>
              <Badge tone={is_active ? "wait" : "quiet"}>
                {t(is_active ? "letIn" : "wasLetIn")}
              </Badge>{" "}
              <b>{campaign_name ?? "–"}</b>
              <div className={css["muted"]}>
                {reason}
                {expires_at && (
                  <>
                    {" · "}
                    {t("until")} <Moment at={expires_at} />
                  </>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      {isAdmin && rule.is_active && <LetIn rule={rule} />}
    </>
  );
}

function LetIn({ rule }: { rule: Rule }) {
  const t = useBlockingTexts();
  const ui = useUiTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  const isSuper = useHasRole(["SUPER_ADMIN"]);
  const campaigns = useQuery(campaignsQuery).data ?? [];
  const kept = keptOut(rule, campaigns);
  if (kept.length === 0) return null;
  return (
    <>
      <Action
        size="compact-sm"
        variant="default"
        w="fit-content"
        why={isSuper ? null : t("superOnly")}
        onClick={open}
      >
        {t("letOneIn")}
      </Action>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t("letOneIn")}
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        <Form rule={rule} choices={kept} onDone={close} />
      </Modal>
    </>
  );
}

type FormProps = {
  rule: Rule;
  choices: readonly { id: string; name: string }[];
  onDone: () => void;
};

function Form({ rule, choices, onDone }: FormProps) {
  const t = useBlockingTexts();
  const [campaign, setCampaign] = useState(choices[0]?.id ?? null);
  const [reason, setReason] = useState("");
  const override = useOverride(rule.id);
  const problem = override.error instanceof Problem ? override.error : null;
  const send = () => {
    if (campaign === null) return;
    const given = { campaign_id: campaign, reason: reason.trim() };
    whenDone(override.mutateAsync(given), () => {
      notifications.show({ message: t("letInDone"), color: "shop" });
      onDone();
    });
  };
  return (
    <Stack>
      <Text size="sm">{t("letInText")}</Text>
      <Select
        label={t("campaign")}
        allowDeselect={false}
        value={campaign}
        data={choices.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={setCampaign}
      />
      <Textarea
        label={t("justification")}
        autosize
        minRows={2}
        maxLength={500}
        value={reason}
        error={problem?.of("reason")}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      {problem && problem.fields.length === 0 && (
        <div className={`${css["note"]} ${toneClass("bad")}`} role="alert">
          {problem.message}
        </div>
      )}
      <Action
        loading={override.isPending}
        why={reason.trim() === "" ? t("needReason") : null}
        onClick={send}
      >
        {t("letInDeed")}
      </Action>
    </Stack>
  );
}
