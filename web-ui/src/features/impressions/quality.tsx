import { useWords } from "../../lib/words";
import { Meter } from "../../ui/meter";
import { Status } from "../../ui/status";
import css from "./impressions.module.css";
import { deductions, type Play } from "./queries";
import { useImpressionTexts } from "./texts";

const BEST = 100;
/** From here on the full rate is paid. */
const FULL_RATE = 60;

/** The score, what was taken off, what was noticed. */
export function Quality({ play }: { play: Play }) {
  const t = useImpressionTexts();
  const words = useWords();
  const score = t("score", { score: play.quality_score });
  const found = deductions(play);
  return (
    <>
      <div className={css["score"]}>
        <Meter
          share={play.quality_score / BEST}
          label={score}
          tone={play.quality_score >= FULL_RATE ? "good" : "wait"}
        />
        <span>{score}</span>
      </div>
      {found.length === 0 && <p className={css["muted"]}>{t("noDeductions")}</p>}
      <ul className={css["deductions"]}>
        {found.map(({ reason, points }) => (
          <li key={reason}>{t("deducted", { points, why: words("Deduction", reason) })}</li>
        ))}
      </ul>
      {play.flags.length > 0 && (
        <div className={css["flags"]}>
          {play.flags.map((flag) => (
            <Status key={flag} kind="Flag" word={flag} />
          ))}
        </div>
      )}
    </>
  );
}
