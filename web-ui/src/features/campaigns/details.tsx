import { Text } from "@mantine/core";
import type { Campaign } from "../../api/catalog";
import { formatMoney } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Facts } from "../../ui/facts";
import { Panel } from "../../ui/panel";
import { Moment, Money } from "../../ui/values";
import { SetPricing } from "./money/pricing";
import { useCampaignTexts } from "./texts";

/** Every field of the campaign, in words. */
export function Details({ campaign }: { campaign: Campaign }) {
  const t = useCampaignTexts();
  const words = useWords();
  const language = useLanguage();
  const { pricing, blocked_stores: blocked } = campaign;
  const cpm = pricing.cpm ? formatMoney(pricing.cpm, language) : "";
  const moment = (at: string | null | undefined) => (at ? <Moment at={at} /> : null);
  return (
    <Panel title={t("details")} aside={<SetPricing campaign={campaign} />}>
      {campaign.description && <Text mb="md">{campaign.description}</Text>}
      <Facts
        facts={[
          [t("brand"), campaign.brand_name ?? null],
          [t("category"), campaign.category ? words("Category", campaign.category) : null],
          [t("budget"), campaign.budget ? <Money key="budget" amount={campaign.budget} /> : null],
          [
            t("dailyCap"),
            campaign.daily_cap ? <Money key="cap" amount={campaign.daily_cap} /> : t("noCap"),
          ],
          [t("pricing"), t(pricing.mode, { cpm })],
          [t("priority"), campaign.priority],
          [t("goal"), campaign.impression_goal ?? null],
          [t("stores"), t("storesValue", { count: campaign.target_stores.length })],
          [
            words("BlockedStores", "BLOCKED"),
            blocked.length > 0
              ? t("blockedValue", {
                  count: blocked.length,
                  names: blocked
                    .map(({ store_name, reason }) => `${store_name} (${reason})`)
                    .join(", "),
                })
              : null,
          ],
          [
            t("screens"),
            t("screensValue", {
              assets: campaign.content_assets.length,
              seconds: campaign.total_content_seconds,
            }),
          ],
          [t("created"), moment(campaign.created_at)],
          [t("activated"), moment(campaign.activated_at)],
          [t("ended"), moment(campaign.completed_at)],
        ]}
      />
    </Panel>
  );
}
