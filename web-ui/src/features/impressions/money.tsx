import { IconArrowRight } from "@tabler/icons-react";
import { compare } from "../../lib/decimal";
import { Empty } from "../../ui/states";
import { Money as Amount, Moment } from "../../ui/values";
import css from "./impressions.module.css";
import type { Trail } from "./queries";
import { accountOf } from "./story";
import { useImpressionTexts } from "./texts";

type Props = { trail: Trail; storeName: string | null };

/** Who paid and who received, movement by movement. */
export function Money({ trail: { impression: play, transfers } }: Props) {
  const t = useImpressionTexts();
  if (transfers.length === 0) {
    return <Empty title={t("noMoney")}>{t("noMoneyText")}</Empty>;
  }
  return (
    <>
      <ul className={css["legs"]}>
        {transfers.map((leg, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: movements are only ever added at the end
          <li key={at} className={css["leg"]}>
            <div>
              <span title={leg.debit}>{t(`account.${accountOf(leg.debit)}`)}</span>{" "}
              <IconArrowRight size={14} aria-label={t("pays")} />{" "}
              <span title={leg.credit}>{t(`account.${accountOf(leg.credit)}`)}</span>
              <div className={css["muted"]}>
                <Moment at={leg.at} />
              </div>
            </div>
            <Amount amount={leg.amount} />
          </li>
        ))}
      </ul>
      {play.rejection_reason === "CHARGEBACK_APPROVED" && (
        <p className={css["muted"]}>{t("chargedBack")}</p>
      )}
      {compare(play.absorbed, "0") > 0 && (
        <p className={css["muted"]}>
          {t("absorbedNote")} <Amount amount={play.absorbed} />
        </p>
      )}
    </>
  );
}
