import { Text } from "@mantine/core";
import { formatDay } from "../../lib/dates";
import { isZero } from "../../lib/decimal";
import { formatMoney } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import css from "./approvals.module.css";
import { type Item, ownerOf, sumOf, type Verdict } from "./items";
import { useOwnerName } from "./queries";
import { useApprovalTexts } from "./texts";

type Props = { subjects: readonly Item[]; verdicts: readonly Verdict[] };

/** What each decision does, with the amounts. */
export function Consequences({ subjects, verdicts }: Props) {
  const t = useApprovalTexts();
  const language = useLanguage();
  const say = useConsequence();
  const [only] = subjects;
  if (subjects.length > 1) {
    const amount = sumOf(subjects);
    const count = subjects.length;
    return (
      <div className={css["deeds"]}>
        <b>
          {t("chosen", { count })}
          {!isZero(amount) && ` · ${formatMoney(amount, language)}`}
        </b>
        <Text size="sm">{t("several")}</Text>
      </div>
    );
  }
  if (!only) return null;
  return (
    <div className={css["deeds"]}>
      {verdicts.map((verdict) => (
        <Text key={verdict} size="sm">
          {say(only, verdict)}
        </Text>
      ))}
    </div>
  );
}

function useConsequence(): (item: Item, verdict: Verdict) => string {
  const t = useApprovalTexts();
  const language = useLanguage();
  const ownerName = useOwnerName();
  return (item, verdict) => {
    const amount = formatMoney(sumOf([item]), language);
    const isYes = verdict === "approve";
    switch (item.kind) {
      case "campaign": {
        if (verdict === "changes") return t("do.campaignChanges", { amount });
        if (!isYes) return t("do.campaignReject", { amount });
        const { start_date: start, end_date: end, target_stores } = item.campaign;
        return t("do.campaignApprove", {
          amount,
          count: target_stores.length,
          start: start ? formatDay(start, language) : "–",
          end: end ? formatDay(end, language) : "–",
        });
      }
      case "asset":
        return t(isYes ? "do.assetApprove" : "do.assetReject");
      case "increase":
        return t(isYes ? "do.increaseApprove" : "do.increaseReject", { amount });
      case "credit": {
        const owner = ownerName(ownerOf(item)) ?? "–";
        return isYes ? t("do.creditApprove", { amount, owner }) : t("do.creditReject");
      }
      case "flag":
        return t("do.flagClear");
    }
  };
}
