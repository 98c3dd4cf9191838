import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { formatExact, zoneName } from "../../lib/dates";
import { paths } from "../../lib/paths";
import { useLanguage } from "../../lib/texts";
import type { Tone } from "../../ui/tone";
import { toneClass } from "../../ui/tone";
import css from "./impressions.module.css";
import type { Trail } from "./queries";
import { type Step, type StepName, storyOf } from "./story";
import { useImpressionTexts } from "./texts";

const TONES: Partial<Record<StepName, Tone>> = {
  billed: "good",
  approved: "good",
  held: "wait",
  disputed: "wait",
  rejected: "bad",
  refused: "bad",
  takenBack: "bad",
};

/** What happened to the play, from the screen until now. */
export function Story({ trail, zone }: { trail: Trail; zone: string }) {
  const t = useImpressionTexts();
  return (
    <>
      <ol className={css["story"]}>
        {storyOf(trail).map((step) => (
          <Line key={step.name} step={step} zone={zone} />
        ))}
      </ol>
      <p className={css["muted"]}>
        {t("zone", { zone: zoneName(zone) })}
        {trail.dispute && (
          <>
            {" · "}
            <Anchor component={Link} size="sm" to={paths.disputes}>
              {t("toDisputes")}
            </Anchor>
          </>
        )}
      </p>
    </>
  );
}

function Line({ step: { name, at, by, text }, zone }: { step: Step; zone: string }) {
  const t = useImpressionTexts();
  const language = useLanguage();
  return (
    <li className={`${css["step"]} ${toneClass(TONES[name] ?? "quiet")}`}>
      <div>
        {t(`step.${name}`)}
        {by && <span className={css["muted"]}> · {by === "system" ? t("system") : by}</span>}
      </div>
      <time dateTime={at} title={at} className={css["muted"]}>
        {formatExact(at, language, zone)}
      </time>
      {text && <div className={css["said"]}>{text}</div>}
    </li>
  );
}
