import { Button, Popover } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconChevronDown, IconHandStop } from "@tabler/icons-react";
import { useState } from "react";
import type { Campaign } from "../../api/catalog";
import { useEmergencyStop } from "../../api/emergency";
import { whenDone } from "../../api/query";
import { useHasRole } from "../../api/session";
import { useWords } from "../../lib/words";
import { FIRST_REASON, StopReasonSelect } from "../../ui/stop-reason";
import { useCampaignTexts } from "./texts";

/** One click stops; the reason is set beforehand, in the small menu beside it. */
export function Stop({ campaign }: { campaign: Campaign }) {
  const t = useCampaignTexts();
  const words = useWords();
  const stop = useEmergencyStop();
  const isAdvertiser = useHasRole(["ADVERTISER"]);
  const [reason, setReason] = useState(FIRST_REASON);
  // The button goes as soon as the screens' news of the stop come, often before the answer.
  const onClick = () =>
    whenDone(stop.mutateAsync({ campaignIds: [campaign.id], reason, detail: null }), () =>
      notifications.show({ message: t("stopped"), color: "shop" }),
    );
  return (
    <Button.Group>
      <Button
        color="red"
        leftSection={<IconHandStop size={16} />}
        loading={stop.isPending}
        onClick={onClick}
      >
        {t("stop")}
      </Button>
      <Popover position="bottom-end" withArrow trapFocus>
        <Popover.Target>
          <Button
            color="red"
            variant="light"
            rightSection={<IconChevronDown size={14} />}
            aria-label={`${t("stopWhy")}: ${words("StopReason", reason)}`}
          >
            {words("StopReason", reason)}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <StopReasonSelect
            label={t("stopWhy")}
            isAdvertiser={isAdvertiser}
            value={reason}
            onChange={setReason}
          />
        </Popover.Dropdown>
      </Popover>
    </Button.Group>
  );
}
