import { formatDay } from "../../lib/dates";
import { isZero } from "../../lib/decimal";
import { formatMoneyShort } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Figure } from "../../ui/figure";
import { Panel } from "../../ui/panel";
import { Money } from "../../ui/values";
import css from "./payouts.module.css";
import { usePayoutTexts } from "./texts";
import { type Ahead as Known, REASONS } from "./timeline";

/** What comes next, what waits, what is owed, what can be withdrawn. */
export function Ahead({ ahead }: { ahead: Known }) {
  const t = usePayoutTexts();
  const words = useWords();
  const language = useLanguage();
  const parts = REASONS.filter((reason) => !isZero(ahead.waiting[reason])).map(
    (reason) =>
      `${words("WaitingReason", reason)}: ${formatMoneyShort(ahead.waiting[reason], language)}`,
  );
  return (
    <div className={css["top"]}>
      <Panel flush>
        <div className={css["figures"]}>
          <Figure
            label={t("nextPayout")}
            value={<Money amount={ahead.next} short />}
            hint={ahead.at ? t("onDay", { day: formatDay(ahead.at, language) }) : undefined}
            {...(!isZero(ahead.next) && { tone: "good" as const })}
          />
          <Figure
            label={t("pending")}
            value={<Money amount={ahead.pending} short />}
            hint={parts.length > 0 ? parts.join(" · ") : t("nothingWaits")}
          />
          <Figure
            label={t("owed")}
            value={<Money amount={ahead.owed} short />}
            hint={t("owedHint")}
            {...(!isZero(ahead.owed) && { tone: "bad" as const })}
          />
          <Figure
            label={t("available")}
            value={<Money amount={ahead.available} short />}
            hint={t("availableHint")}
          />
        </div>
      </Panel>
    </div>
  );
}
