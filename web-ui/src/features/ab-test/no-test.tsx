import type { Campaign } from "../../api/catalog";
import { useWords } from "../../lib/words";
import { Action } from "../../ui/action";
import { Panel } from "../../ui/panel";
import { Empty } from "../../ui/states";
import { useAbTexts } from "./texts";

/** What a test is, and the way into one. */
export function NoTest({
  campaign,
  onStart,
}: {
  campaign: Campaign;
  onStart: (() => void) | null;
}) {
  const t = useAbTexts();
  const words = useWords();
  const isSmall = campaign.content_assets.length < 2;
  const status = words("CampaignStatus", campaign.status);
  const why = onStart === null ? t("whyStatus", { status }) : isSmall ? t("whyContent") : null;
  return (
    <Panel>
      <Empty
        title={t("none")}
        action={
          <Action why={why} onClick={() => onStart?.()}>
            {t("start")}
          </Action>
        }
      >
        {t("noneText")}
        {why !== null && (
          <>
            <br />
            {why}
          </>
        )}
      </Empty>
    </Panel>
  );
}
