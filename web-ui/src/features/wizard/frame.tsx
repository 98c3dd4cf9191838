import { Button, VisuallyHidden } from "@mantine/core";
import { IconArrowLeft, IconArrowRight, IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Campaign } from "../../api/catalog";
import { paths } from "../../lib/paths";
import { Panel } from "../../ui/panel";
import { FIELDS, STEPS, type Step } from "./rules";
import { isUntouched, openSteps, type Shown, useShown } from "./shown";
import { useWizardTexts } from "./texts";
import type { Draft, Saving } from "./use-draft";
import { useGoTo } from "./use-go-to";
import type { Field } from "./values";
import css from "./wizard.module.css";

type Props = {
  campaign: Campaign;
  draft: Draft;
  step: Step;
  children: (shown: Shown) => ReactNode;
};

/** The steps, the part that is on, and the way on and back. */
export function Frame({ campaign, draft, step, children }: Props) {
  const t = useWizardTexts();
  const goTo = useGoTo();
  const shown = useShown(draft, step);
  const [isLeaving, setLeaving] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const part = useRef<HTMLDivElement>(null);
  const at = STEPS.indexOf(step);
  const [before, next] = [STEPS[at - 1], STEPS[at + 1]];
  const open = openSteps(shown.wrong, draft.objection);
  useFocusOn(heading, step);

  const leave = async (to: Step) => {
    setLeaving(true);
    await draft.flush();
    setLeaving(false);
    goTo(campaign.id, to);
  };
  const goOn = async () => {
    shown.reveal();
    const isRefused = (field: Field) =>
      shown.wrong[field] !== undefined || draft.objection(field) !== undefined;
    if (FIELDS[step].some(isRefused)) {
      focusOnProblem(part.current);
      return;
    }
    setLeaving(true);
    const isSaved = await draft.flush();
    setLeaving(false);
    if (isSaved && next) goTo(campaign.id, next);
    else focusOnProblem(part.current);
  };
  return (
    <>
      <nav aria-label={t("steps")}>
        <ol className={css["steps"]}>
          {STEPS.map((one, place) => (
            <StepMark
              key={one}
              step={one}
              number={place + 1}
              isOn={one === step}
              isDone={!open.includes(one) && !isUntouched(one, draft.values)}
              isWrong={open.includes(one) && !isUntouched(one, draft.values)}
              onOpen={() => void leave(one)}
            />
          ))}
        </ol>
      </nav>
      <VisuallyHidden role="status">
        {t("announce", { number: at + 1, all: STEPS.length, name: t(`step.${step}`) })}
      </VisuallyHidden>
      <h2 ref={heading} tabIndex={-1} className={css["heading"]}>
        {t(`heading.${step}`)}
      </h2>
      <div ref={part} className={css["part"]}>
        {children(shown)}
      </div>
      <div className={css["foot"]}>
        <Panel>
          <div className={css["footRow"]}>
            {before && (
              <Button
                variant="default"
                leftSection={<IconArrowLeft size={16} />}
                onClick={() => void leave(before)}
              >
                {t("back")}
              </Button>
            )}
            <Button
              className={css["footLater"] ?? ""}
              variant="subtle"
              renderRoot={(props) => <Link to={paths.campaigns} {...props} />}
            >
              {t("later")}
            </Button>
            <SavedMark saving={draft.saving} />
            {next && (
              <Button
                className={css["footNext"] ?? ""}
                rightSection={<IconArrowRight size={16} />}
                loading={isLeaving}
                onClick={() => void goOn()}
              >
                {t("next", { name: t(`step.${next}`) })}
              </Button>
            )}
          </div>
        </Panel>
      </div>
    </>
  );
}

type MarkProps = {
  step: Step;
  number: number;
  isOn: boolean;
  isDone: boolean;
  isWrong: boolean;
  onOpen: () => void;
};

function StepMark({ step, number, isOn, isDone, isWrong, onOpen }: MarkProps) {
  const t = useWizardTexts();
  const state = isDone ? t("stepDone") : isWrong ? t("stepOpen") : "";
  return (
    <li className={css["step"]} data-on={isOn || undefined} data-done={isDone || undefined}>
      <button type="button" aria-current={isOn ? "step" : undefined} onClick={onOpen}>
        <span className={css["stepNumber"]} data-wrong={isWrong || undefined}>
          {isDone ? <IconCheck size={14} aria-hidden /> : number}
        </span>
        <span className={css["stepName"]}>{t(`step.${step}`)}</span>
        {state !== "" && <VisuallyHidden>{state}</VisuallyHidden>}
      </button>
    </li>
  );
}

function SavedMark({ saving }: { saving: Saving }) {
  const t = useWizardTexts();
  return (
    <span className={`${css["saved"]} ${css["footLater"]}`} role="status">
      {t(`saving.${saving}`)}
    </span>
  );
}

/** A new step is read out from its heading; the first one takes a focus that nothing else has. */
function useFocusOn(heading: React.RefObject<HTMLHeadingElement | null>, step: Step) {
  const last = useRef<Step | null>(null);
  useEffect(() => {
    if (last.current === step) return;
    const isFirst = last.current === null;
    last.current = step;
    if (isFirst && document.activeElement !== document.body) return;
    heading.current?.focus({ preventScroll: true });
    if (!isFirst) window.scrollTo({ top: 0 });
  }, [heading, step]);
}

/** Takes whoever is stopped to what stops them. */
function focusOnProblem(part: HTMLElement | null) {
  requestAnimationFrame(() => {
    const wrong = part?.querySelector<HTMLElement>('[aria-invalid="true"], [data-wrong-group]');
    wrong?.focus();
    wrong?.scrollIntoView({ block: "center" });
  });
}
