import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Campaign } from "../../api/catalog";
import { paths } from "../../lib/paths";
import { toneClass } from "../../ui/tone";
import css from "./campaigns.module.css";
import { stopQuery } from "./queries";
import { useCampaignTexts } from "./texts";

/** That a campaign was stopped at once, and where that is looked into. */
export function StopNote({ campaign }: { campaign: Campaign }) {
  const t = useCampaignTexts();
  const { id, status, pause_reason } = campaign;
  const isStopped = status === "PAUSED" && pause_reason === "EMERGENCY_STOP";
  const found = useQuery({ ...stopQuery(id), enabled: isStopped }).data;
  if (!isStopped || !found) return null;
  const isOpen = found.status === "OPEN";
  return (
    <div className={`${css["note"]} ${toneClass(isOpen ? "wait" : "quiet")}`}>
      <span>{t(isOpen ? "stopOpen" : "stopOver")}</span>
      <Anchor component={Link} to={paths.incident(found.id)} size="sm">
        {t("toIncident")}
      </Anchor>
    </div>
  );
}
