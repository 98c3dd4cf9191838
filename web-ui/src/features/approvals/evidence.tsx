import { AssetEvidence } from "./asset-evidence";
import { CampaignEvidence } from "./campaign-evidence";
import type { Item } from "./items";
import { CreditEvidence, IncreaseEvidence } from "./money-evidence";

/** What is known of the thing that is decided. */
export function Evidence({ item }: { item: Item }) {
  switch (item.kind) {
    case "campaign":
    case "flag":
      return <CampaignEvidence id={item.campaign.id} />;
    case "asset":
      return <AssetEvidence asset={item.asset} />;
    case "increase":
      return <IncreaseEvidence increase={item.increase} />;
    case "credit":
      return <CreditEvidence credit={item.credit} />;
  }
}
