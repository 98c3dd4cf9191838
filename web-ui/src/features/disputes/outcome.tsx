import { useWords } from "../../lib/words";
import { Facts } from "../../ui/facts";
import { Panel } from "../../ui/panel";
import { Count, Money } from "../../ui/values";
import css from "./disputes.module.css";
import type { Dispute } from "./queries";
import { useDisputeTexts } from "./texts";

type End = NonNullable<Dispute["resolution"]>;

/** How it ended, in words and money. */
export function OutcomePanel({ dispute, end }: { dispute: Dispute; end: End }) {
  const t = useDisputeTexts();
  const words = useWords();
  const title = end.outcome ? words("DisputeOutcome", end.outcome) : t("step.withdrawn");
  return (
    <Panel title={title}>
      <Facts
        facts={[
          [t("ground"), end.reason ? words("ChargebackReason", end.reason) : null],
          [
            t("wentBack"),
            end.charged_back > 0 ? <Money key="back" amount={end.charged_back_amount} /> : null,
          ],
          [
            t("playsBack"),
            dispute.impressions > 0 ? <Count key="count" value={end.charged_back} /> : null,
          ],
          [
            t("playsStand"),
            dispute.impressions > 0 ? <Count key="stand" value={end.upheld} /> : null,
          ],
        ]}
      />
      {end.findings && (
        <>
          <h3 className={css["small"]}>{t("findings")}</h3>
          <p className={css["reason"]}>{end.findings}</p>
        </>
      )}
    </Panel>
  );
}
