import { useState } from "react";
import type { Campaign } from "../../api/catalog";
import { FIELDS, LIMITS, problemsOf, STEPS, type Step, type Wrong } from "./rules";
import { useWizardTexts } from "./texts";
import type { Draft } from "./use-draft";
import { useSaying } from "./use-saying";
import type { Field, Values } from "./values";

/** What a step draws: the campaign as saved, the fields, and what stands at each. */
export type PartProps = { campaign: Campaign; draft: Draft; shown: Shown };

export type Shown = ReturnType<typeof useShown>;

/**
 * Which objections are shown: those of fields that were left once, and all of a step that somebody
 * tried to leave. An objection of the appliance is shown at once.
 */
export function useShown(draft: Draft, step: Step) {
  const t = useWizardTexts();
  const say = useSaying();
  const [touched, setTouched] = useState<ReadonlySet<Field>>(new Set());
  const [tried, setTried] = useState<ReadonlySet<Step>>(new Set());
  const wrong = problemsOf(draft.values, true);
  const isShown = (field: Field) =>
    touched.has(field) || STEPS.some((one) => tried.has(one) && FIELDS[one].includes(field));
  const problem = (field: Field): string | null => {
    const code = wrong[field];
    if (code !== undefined) return isShown(field) ? t(`wrong.${code}`, BOUNDS) : null;
    const objection = draft.objection(field);
    return objection === undefined ? null : say(objection);
  };
  return {
    problem,
    wrong,
    /** For the field's own attributes: what it says, what is wrong with it, that it was left. */
    of: (field: Field) => ({ error: problem(field), onBlur: () => touch(field) }),
    touch,
    reveal: () => setTried((before) => new Set([...before, step])),
  };

  function touch(field: Field) {
    setTouched((before) => (before.has(field) ? before : new Set([...before, field])));
  }
}

/** Numbers of the sentences about what is wrong. */
export const BOUNDS = {
  nameMin: LIMITS.name.min,
  nameMax: LIMITS.name.max,
  brandMin: LIMITS.brand.min,
  brandMax: LIMITS.brand.max,
  textMax: LIMITS.description,
  stores: LIMITS.stores,
  assets: LIMITS.assets,
};

/** The steps that a draft still has something wrong in. */
export function openSteps(wrong: Wrong, objection: (field: Field) => string | undefined): Step[] {
  return STEPS.filter((step) =>
    FIELDS[step].some((field) => wrong[field] !== undefined || objection(field) !== undefined),
  );
}

/** Whether nothing was written into a step yet: it is then neither done nor wrong. */
export function isUntouched(step: Step, values: Values): boolean {
  return FIELDS[step].every((field) => {
    const value = values[field];
    return value === null || value === "" || (Array.isArray(value) && value.length === 0);
  });
}
