import { IconFlag } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import { add, isZero } from "../../lib/decimal";
import { formatCount } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Money } from "../../ui/values";
import { type Bundle, playEvidence } from "./bundle";
import css from "./disputes.module.css";
import { type Effect, effectOf, type PlayMoney, type SupplierEffect } from "./money";
import { type Dispute, type DisputedPlay, paidQuery, useNames } from "./queries";
import { useDisputeTexts } from "./texts";

/** What a chargeback of the chosen plays would do; null until evidence and payouts are known. */
export function useEffectOf(
  dispute: Dispute,
  chosen: readonly DisputedPlay[],
  bundle: Bundle | null,
): Effect | null {
  const ids = [...new Set(dispute.plays.map(({ supplier_id }) => supplier_id ?? ""))];
  const payouts = useQueries({ queries: ids.filter(Boolean).map((id) => paidQuery(id)) });
  if (!bundle || payouts.some(({ isPending }) => isPending)) return null;
  const plays = chosen.map((play) => moneyOf(play, bundle));
  return effectOf(
    plays,
    payouts.flatMap(({ data }) => data ?? []),
    dispute.opened_at,
  );
}

function moneyOf(play: DisputedPlay, bundle: Bundle): PlayMoney {
  const known = playEvidence(bundle, play.impression_id).trail?.impression;
  return {
    id: play.impression_id,
    supplierId: play.supplier_id ?? null,
    playedAt: play.played_at,
    receivedAt: known?.received_at ?? null,
    cost: play.cost,
    charged: known?.charged ?? play.cost,
    share: known?.supplier_revenue ?? "0",
  };
}

/** Campaigns in these statuses are settled: what comes back goes to the wallet. */
const SETTLED = ["COMPLETED", "CANCELLED", "EXPIRED", "REJECTED"];

/** Who gets and who gives, by name, before it is decided. */
export function EffectList({ dispute, effect }: { dispute: Dispute; effect: Effect }) {
  const t = useDisputeTexts();
  const names = useNames();
  const campaign = names.campaigns.find(({ id }) => id === dispute.campaign_id);
  const isSettled = SETTLED.includes(campaign?.status ?? "");
  return (
    <ul className={css["effect"]}>
      <li>
        <span>
          <b>{names.advertiser(dispute.advertiser_id) ?? t("advertiser")}</b>
          <span className={css["muted"]}>{isSettled ? t("toWallet") : t("toCampaign")}</span>
        </span>
        <span className={css["plus"]}>
          + <Money amount={effect.refund} />
        </span>
      </li>
      {effect.suppliers.map((supplier) => (
        <SupplierRow key={supplier.supplierId} effect={supplier} />
      ))}
      <li>
        <span>
          <b>{t("platform")}</b>
          <span className={css["muted"]}>{t("platformText")}</span>
        </span>
        <span className={css["minus"]}>
          − <Money amount={effect.platform} />
        </span>
      </li>
    </ul>
  );
}

function SupplierRow({ effect }: { effect: SupplierEffect }) {
  const t = useDisputeTexts();
  const language = useLanguage();
  const names = useNames();
  const row = names.suppliers.find(({ id }) => id === effect.supplierId);
  const flag = row?.chargeback_flag;
  const parts = [
    isZero(effect.fromPending) ? null : t("fromPending"),
    isZero(effect.fromNext) ? null : t("fromNext"),
  ];
  return (
    <li>
      <span>
        <b>{row?.name ?? t("supplier")}</b>
        <span className={css["muted"]}>{parts.filter(Boolean).join(" · ")}</span>
        {flag ? (
          <span className={css["flag"]}>
            <IconFlag size={14} />
            {t("flagged", {
              percent: flag.rate_percent,
              back: formatCount(Number(flag.charged_back), language),
              billed: formatCount(Number(flag.billed), language),
            })}
          </span>
        ) : (
          <span className={css["muted"]}>{t("notFlagged")}</span>
        )}
      </span>
      <span className={css["minus"]}>
        − <Money amount={add(effect.fromPending, effect.fromNext)} />
      </span>
    </li>
  );
}
