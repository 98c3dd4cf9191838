import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { campaignsQuery } from "../../api/catalog";
import { add, type Decimal, share } from "../../lib/decimal";
import { formatMoneyShort } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { useLanguage } from "../../lib/texts";
import { Facts } from "../../ui/facts";
import { Meter } from "../../ui/meter";
import { Panel } from "../../ui/panel";
import { Status } from "../../ui/status";
import { Moment, Money } from "../../ui/values";
import css from "./approvals.module.css";
import type { Credit, Increase } from "./items";
import { useOwnerName } from "./queries";
import { useApprovalTexts } from "./texts";

const ZERO: Decimal = "0";

/** More budget: what was spent of the old one, what the new one would be. */
export function IncreaseEvidence({ increase }: { increase: Increase }) {
  const t = useApprovalTexts();
  const language = useLanguage();
  const ownerName = useOwnerName();
  const campaigns = useQuery(campaignsQuery).data;
  const campaign = campaigns?.find(({ id }) => id === increase.campaign_id);
  const after = add(increase.budget, increase.amount);
  const spent = campaign?.spent ?? ZERO;
  return (
    <Panel
      title={increase.campaign_name}
      aside={
        <Anchor component={Link} to={paths.campaign(increase.campaign_id)} size="sm">
          {t("openCampaign")}
        </Anchor>
      }
    >
      <div className={css["meter"]}>
        <Meter
          share={share(spent, after)}
          mark={share(increase.budget, after)}
          label={t("increaseMeter", {
            spent: formatMoneyShort(spent, language),
            before: formatMoneyShort(increase.budget, language),
            after: formatMoneyShort(after, language),
          })}
        />
      </div>
      <Facts
        facts={[
          [t("advertiser"), ownerName(increase.advertiser_id ?? null)],
          [
            t("status"),
            campaign ? <Status key="status" kind="CampaignStatus" word={campaign.status} /> : null,
          ],
          [t("spent"), <Money key="spent" amount={spent} />],
          [t("budgetNow"), <Money key="now" amount={increase.budget} />],
          [t("more"), <Money key="more" amount={increase.amount} />],
          [t("budgetAfter"), <Money key="after" amount={after} />],
          [t("asked"), <Moment key="asked" at={increase.requested_at} />],
        ]}
      />
    </Panel>
  );
}

/** Money for a wallet that a second person must agree to. */
export function CreditEvidence({ credit }: { credit: Credit }) {
  const t = useApprovalTexts();
  const ownerName = useOwnerName();
  const owner = credit.owner_id ?? null;
  return (
    <Panel
      title={t("kind.credit")}
      aside={
        owner && (
          <Anchor component={Link} to={paths.wallet(owner)} size="sm">
            {t("openWallet")}
          </Anchor>
        )
      }
    >
      <Facts
        facts={[
          [t("wallet"), ownerName(owner)],
          [t("amount"), <Money key="amount" amount={credit.amount} currency={credit.currency} />],
          [t("creditReason"), credit.reason],
          [t("askedBy"), credit.requested_by],
          [t("asked"), <Moment key="asked" at={credit.requested_at} />],
        ]}
      />
      <p className={css["muted"]}>{t("twoPersons")}</p>
    </Panel>
  );
}
