import { Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconCheck, IconPlayerPause, IconPlayerPlay, IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { Campaign } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { formatDay } from "../../lib/dates";
import { formatMoneyShort } from "../../lib/numbers";
import { BUYERS, REVIEWERS } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { Action, ConfirmedAction } from "../../ui/action";
import { useUiTexts } from "../../ui/texts";
import { TopUp } from "./money/top-up";
import { type Deed, useDeed } from "./queries";
import { Stop } from "./stop";
import { useCampaignTexts } from "./texts";

type Props = { campaign: Campaign };

/** What can be done with a campaign now; the appliance says what is allowed. */
export function Actions({ campaign }: Props) {
  const t = useCampaignTexts();
  const deed = useDeed(campaign.id);
  const mayStop = useHasRole(BUYERS);
  const can = (action: Campaign["allowed_actions"][number]) =>
    campaign.allowed_actions.includes(action);
  const act = (given: Deed, what: string) =>
    deed.mutate(given, {
      onSuccess: () => notifications.show({ message: t("done", { what }), color: "shop" }),
    });
  return (
    <Group gap="xs">
      {can("APPROVE") && <Approve campaign={campaign} act={act} />}
      {can("REJECT") && <Reject campaign={campaign} act={act} />}
      {campaign.pending_increase && <ApproveIncrease campaign={campaign} act={act} />}
      {can("RESUME") && (
        <Action
          leftSection={<IconPlayerPlay size={16} />}
          loading={deed.isPending}
          onClick={() => act({ deed: "resume" }, t("resume"))}
        >
          {t("resume")}
        </Action>
      )}
      {can("TOP_UP") && <TopUp campaign={campaign} />}
      {can("PAUSE") && <Pause campaign={campaign} act={act} />}
      {can("CANCEL") && <Cancel campaign={campaign} act={act} />}
      {campaign.status === "ACTIVE" && mayStop && <Stop campaign={campaign} />}
    </Group>
  );
}

type ActProps = Props & { act: (given: Deed, what: string) => void };

function Approve({ campaign, act }: ActProps) {
  const t = useCampaignTexts();
  const language = useLanguage();
  const mayDecide = useHasRole(REVIEWERS);
  return (
    <ConfirmedAction
      leftSection={<IconCheck size={16} />}
      why={mayDecide ? null : t("notYours")}
      title={t("approveTitle", { name: campaign.name })}
      text={t("approveText", {
        stores: campaign.target_stores.length,
        start: formatDay(campaign.start_date ?? "", language),
        end: formatDay(campaign.end_date ?? "", language),
        budget: formatMoneyShort(campaign.budget ?? "0", language),
      })}
      deed={t("approve")}
      onConfirm={() => act({ deed: "approve" }, t("approve"))}
    >
      {t("approve")}
    </ConfirmedAction>
  );
}

function ApproveIncrease({ campaign, act }: ActProps) {
  const t = useCampaignTexts();
  const language = useLanguage();
  const mayDecide = useHasRole(REVIEWERS);
  const amount = formatMoneyShort(campaign.pending_increase?.amount ?? "0", language);
  const what = t("increaseApprove", { amount });
  return (
    <Action
      variant="light"
      why={mayDecide ? null : t("notYours")}
      onClick={() => act({ deed: "approveIncrease" }, what)}
    >
      {what}
    </Action>
  );
}

function Pause({ campaign, act }: ActProps) {
  const t = useCampaignTexts();
  const language = useLanguage();
  const mayDo = useHasRole(BUYERS);
  const remaining = formatMoneyShort(campaign.remaining_budget, language);
  return (
    <ConfirmedAction
      variant="default"
      leftSection={<IconPlayerPause size={16} />}
      why={mayDo ? null : t("notYours")}
      title={t("pauseTitle", { name: campaign.name })}
      text={t("pauseText", { remaining })}
      deed={t("pause")}
      onConfirm={() => act({ deed: "pause" }, t("pause"))}
    >
      {t("pause")}
    </ConfirmedAction>
  );
}

function Cancel({ campaign, act }: ActProps) {
  const t = useCampaignTexts();
  const language = useLanguage();
  const mayDo = useHasRole(BUYERS);
  // What "remains" of these is the budget they ask for: none of it has left the wallet.
  const isHeld = campaign.status !== "DRAFT" && campaign.status !== "REJECTED";
  const remaining = formatMoneyShort(campaign.remaining_budget, language);
  return (
    <ConfirmedAction
      variant="default"
      why={mayDo ? null : t("notYours")}
      title={t("cancelTitle", { name: campaign.name })}
      text={isHeld ? t("cancelText", { remaining }) : t("cancelUnheld")}
      deed={t("cancelDeed")}
      color="red"
      onConfirm={() => act({ deed: "cancel" }, t("cancelCampaign"))}
    >
      {t("cancelCampaign")}
    </ConfirmedAction>
  );
}

function Reject({ campaign, act }: ActProps) {
  const t = useCampaignTexts();
  const ui = useUiTexts();
  const language = useLanguage();
  const [isOpen, { open, close }] = useDisclosure(false);
  const [reason, setReason] = useState("");
  const mayDecide = useHasRole(REVIEWERS);
  const reject = () => {
    close();
    act({ deed: "reject", reason: reason.trim() }, t("reject"));
  };
  return (
    <>
      <Action
        variant="default"
        leftSection={<IconX size={16} />}
        why={mayDecide ? null : t("notYours")}
        onClick={open}
      >
        {t("reject")}
      </Action>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t("rejectTitle", { name: campaign.name })}
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        <Stack>
          <Text size="sm">
            {t("rejectText", { budget: formatMoneyShort(campaign.budget ?? "0", language) })}
          </Text>
          <Textarea
            label={t("rejectReason")}
            autosize
            minRows={3}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <Action color="red" why={reason.trim() === "" ? t("needReason") : null} onClick={reject}>
            {t("reject")}
          </Action>
        </Stack>
      </Modal>
    </>
  );
}
