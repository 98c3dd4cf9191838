import {
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconHelpCircle,
  IconShieldCheck,
  IconShieldQuestion,
  IconShieldX,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { paths } from "../../lib/paths";
import { useWords } from "../../lib/words";
import { Panel } from "../../ui/panel";
import { type Tone, toneClass } from "../../ui/tone";
import type { Judgement, Outcome, PartReport, Says } from "./check/report";
import { useCheckTexts } from "./check/texts";
import type { Verdict } from "./check/verify";
import { PlayFacts } from "./play-facts";
import { useVerifyTexts } from "./texts";
import css from "./verify.module.css";

const SEALS: Record<Judgement, { Icon: typeof IconShieldCheck; tone: Tone }> = {
  ACCEPTED: { Icon: IconShieldCheck, tone: "good" },
  REFUSED: { Icon: IconShieldX, tone: "bad" },
  NOT_VERIFIED: { Icon: IconShieldQuestion, tone: "wait" },
};

/** What the check of a file came to: the verdict, then part by part. */
export function Result({ name, verdict }: { name: string; verdict: Verdict }) {
  const t = useVerifyTexts();
  const { Icon, tone } = SEALS[verdict.judgement];
  return (
    <>
      <div className={`${css["verdict"]} ${toneClass(tone)}`} role="status">
        <Icon size={40} stroke={1.5} aria-hidden="true" />
        <div>
          <div className={css["word"]}>{t(`judgement.${verdict.judgement}`)}</div>
          <div>{t(`means.${verdict.judgement}`)}</div>
          <div className={css["small"]}>
            {name}
            {verdict.evidence && (
              <>
                {" · "}
                <Link to={paths.impression(verdict.evidence.impression_id)}>{t("toPlay")}</Link>
              </>
            )}
          </div>
        </div>
      </div>
      <Panel title={t("parts")} flush>
        <ol className={css["parts"]}>
          {verdict.parts.map((part) => (
            <Part key={part.part} report={part} />
          ))}
        </ol>
      </Panel>
      <div className={css["halves"]}>
        {verdict.proved.length > 0 && (
          <Panel title={t("proved")}>
            <Sentences sentences={verdict.proved} />
          </Panel>
        )}
        <Panel title={t("notProved")}>
          <Sentences sentences={verdict.notProved} />
        </Panel>
      </div>
      {verdict.evidence && (
        <Panel title={t("facts")}>
          <PlayFacts evidence={verdict.evidence} />
        </Panel>
      )}
    </>
  );
}

const MARKS: Record<Outcome, { Icon: typeof IconCircleCheck; tone: Tone }> = {
  HOLDS: { Icon: IconCircleCheck, tone: "good" },
  FAILS: { Icon: IconCircleX, tone: "bad" },
  ABSENT: { Icon: IconCircleDashed, tone: "quiet" },
  NOT_CHECKED: { Icon: IconHelpCircle, tone: "wait" },
};

function Part({ report: { part, outcome, says } }: { report: PartReport }) {
  const t = useVerifyTexts();
  const say = useSay();
  const { Icon, tone } = MARKS[outcome];
  return (
    <li className={`${css["part"]} ${toneClass(tone)}`} data-part={part} data-outcome={outcome}>
      <Icon size={20} aria-label={t(`outcome.${outcome}`)} />
      <div className={css["partName"]}>
        {t(`part.${part}`)}
        <div className={css["muted"]}>{t(`about.${part}`)}</div>
      </div>
      <div className={outcome === "FAILS" ? css["failed"] : css["found"]}>{say(says)}</div>
    </li>
  );
}

function Sentences({ sentences }: { sentences: readonly Says[] }) {
  const say = useSay();
  return (
    <ul className={css["sentences"]}>
      {sentences.map((sentence) => (
        <li key={sentence.key}>{say(sentence)}</li>
      ))}
    </ul>
  );
}

/** Says what a check found; what was compared is named in the same language. */
function useSay(): (says: Says) => string {
  const t = useCheckTexts();
  const words = useWords();
  return ({ key, values }) => {
    const { what, status } = values;
    return t(`say.${key}`, {
      ...values,
      ...(what !== undefined && { what: t(`what.${what}` as Parameters<typeof t>[0]) }),
      ...(status !== undefined && { status: words("PlayStatus", status) }),
    });
  };
}
