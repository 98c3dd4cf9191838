import { IconCircleCheck, IconCircleDashed, IconCircleX } from "@tabler/icons-react";
import { toneClass } from "../../ui/tone";
import css from "./impressions.module.css";
import type { Trail } from "./queries";
import { useImpressionTexts } from "./texts";

const NAMES = [
  "signature",
  "timestamp",
  "campaign",
  "asset",
  "device_and_store",
  "duration",
  "duplicate",
  "proof",
  "fraud_and_quality",
  "price_and_budget",
] as const;

const MARKS = {
  PASSED: { Icon: IconCircleCheck, tone: "good" },
  FAILED: { Icon: IconCircleX, tone: "bad" },
  NOT_REACHED: { Icon: IconCircleDashed, tone: "quiet" },
} as const;

/** The checks in their order, and how each ended; after the first that failed none was done. */
export function Checks({ trail: { checks } }: { trail: Trail }) {
  const t = useImpressionTexts();
  return (
    <ol className={css["checks"]}>
      {checks.map(({ check, outcome, message }) => {
        const name = NAMES.find((one) => one === check);
        const word = outcome === "PASSED" || outcome === "FAILED" ? outcome : "NOT_REACHED";
        const { Icon, tone } = MARKS[word];
        return (
          <li key={check} className={`${css["check"]} ${toneClass(tone)}`}>
            <Icon size={18} aria-label={t(`outcome.${word}`)} />
            <div className={word === "NOT_REACHED" ? css["muted"] : undefined}>
              {name ? t(`check.${name}`) : check}
              {message && <div className={css["failed"]}>{message}</div>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
