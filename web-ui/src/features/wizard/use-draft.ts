import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import type { Campaign } from "../../api/catalog";
import { Problem } from "../../api/problem";
import { queryClient } from "../../api/query";
import { keep, readKept } from "./keep";
import { type Choice, offeredQuery, useSave, useTarget } from "./queries";
import { problemsOf } from "./rules";
import { isMatch } from "./stores/matching";
import { BLANK, differs, type Field, type Patch, patchOf, type Values, valuesOf } from "./values";

const PAUSE = 600;
/** An appliance that is away is asked again after so long. */
const AGAIN = 5000;

/** What the API refused: a field's sentence, as long as the field says the same. */
type Refused = Partial<Record<Field, { value: string; message: string }>>;

/** Whether everything that could be saved is saved. */
export type Saving = "saved" | "saving" | "waits" | "offline";

const FIELDS = Object.keys(BLANK) as Field[];
const STORES: readonly Field[] = ["target_stores", "criteria"];

/** What else an objection rests on: stores may be too dear for the budget, a cap too high. */
const RESTS_ON: Partial<Record<Field, readonly Field[]>> = {
  target_stores: FIELDS,
  criteria: FIELDS,
  priority: ["priority", "budget"],
  daily_cap: ["daily_cap", "budget"],
  start_date: ["start_date", "end_date"],
  end_date: ["start_date", "end_date"],
};

function stamp(field: Field, values: Values): string {
  return JSON.stringify((RESTS_ON[field] ?? [field]).map((one) => values[one]));
}

/**
 * The fields of a draft: what is typed is kept in the tab at once and saved to the appliance a
 * moment later, each time as far as it is valid. What the appliance objects to stands at its field.
 */
export function useDraft(campaign: Campaign) {
  const [values, setValues] = useState<Values>(() => ({
    ...valuesOf(campaign),
    ...readKept(campaign.id),
  }));
  const [refused, setRefused] = useState<Refused>({});
  const [attempt, setAttempt] = useState(0);
  const save = useSave(campaign.id);
  const target = useTarget(campaign.id);
  const found = useMemo(() => problemsOf(values, false), [values]);

  const set = useCallback(
    <F extends Field>(field: F, value: Values[F]) =>
      setValues((before) => ({ ...before, [field]: value })),
    [],
  );

  useEffect(() => {
    const stored = valuesOf(campaign);
    const isTyped = (field: Field) => field !== "target_stores" || values.criteria === null;
    const open = FIELDS.filter((field) => isTyped(field) && differs(field, stored, values));
    keep(campaign.id, Object.fromEntries(open.map((field) => [field, values[field]])));
  }, [campaign, values]);

  const objection = (field: Field): string | undefined => {
    const one = refused[field];
    return one?.value === stamp(field, values) ? one.message : undefined;
  };
  const isFine = (field: Field) => found[field] === undefined && objection(field) === undefined;
  const patch = patchOf(campaign, values, isFine);
  const choice = STORES.every(isFine) ? choiceOf(campaign, values) : null;

  const note = (error: unknown, sent: readonly Field[]) => {
    if (!(error instanceof Problem)) return;
    if (error.status === 0 || error.status >= 500) {
      setTimeout(() => setAttempt((before) => before + 1), AGAIN);
      return;
    }
    const named = error.fields.map(({ field, message }) => [fieldOf(field), message] as const);
    const all = named.some(([field]) => field !== null && sent.includes(field))
      ? named
      : sent.map((field) => [field, error.message] as const);
    setRefused((before) => ({
      ...before,
      ...Object.fromEntries(
        all.flatMap(([field, message]) =>
          field === null ? [] : [[field, { value: stamp(field, values), message }]],
        ),
      ),
    }));
  };
  const sendPatch = async (given: Patch): Promise<boolean> => {
    try {
      await save.mutateAsync(given);
      return true;
    } catch (error) {
      note(error, Object.keys(given) as Field[]);
      return false;
    }
  };
  const sendChoice = async (given: Choice): Promise<boolean> => {
    try {
      await target.mutateAsync(given);
      return true;
    } catch (error) {
      note(error, ["criteria" in given ? "criteria" : "target_stores"]);
      if (isTooDear(error)) await sendPatch({ target_stores: storesOf(given) });
      return false;
    }
  };

  const sent = useRef("");
  const pending = JSON.stringify([patch, choice, attempt]);
  const isClean = choice === null && Object.keys(patch).length === 0;
  const flush = async (): Promise<boolean> => {
    sent.current = pending;
    const isPatched = Object.keys(patch).length === 0 || (await sendPatch(patch));
    return (choice === null || (await sendChoice(choice))) && isPatched;
  };
  const send = useEffectEvent(() => void flush());
  useEffect(() => {
    if (isClean || pending === sent.current) return;
    const timer = setTimeout(() => send(), PAUSE);
    return () => clearTimeout(timer);
  }, [pending, isClean]);

  const stored = valuesOf(campaign);
  const isUnsaved = FIELDS.some(
    (field) =>
      !(field === "target_stores" && values.criteria !== null) && differs(field, stored, values),
  );
  const isBusy = save.isPending || target.isPending;
  const isCut = [save.error, target.error].some(
    (error) => error instanceof Problem && error.status === 0,
  );
  const saving: Saving = isBusy ? "saving" : !isUnsaved ? "saved" : isCut ? "offline" : "waits";
  return { values, set, objection, flush, saving, refusal: target.error };
}

export type Draft = ReturnType<typeof useDraft>;

/** Stores that cost too much are kept all the same, so that their estimate can be looked at. */
function isTooDear(error: unknown): boolean {
  return error instanceof Problem && error.fields.some((one) => one.error === "ESTIMATE");
}

function storesOf(choice: Choice): string[] {
  if ("stores" in choice) return [...choice.stores];
  const offered = queryClient.getQueryData(offeredQuery.queryKey) ?? [];
  return offered.filter((store) => isMatch(store, choice.criteria)).map(({ id }) => id);
}

/** The stores to send, where they differ from those of the campaign; null where they do not. */
function choiceOf(campaign: Campaign, values: Values): Choice | null {
  const stored = valuesOf(campaign);
  if (values.criteria !== null) {
    const isNew = differs("criteria", stored, values);
    return isNew ? { criteria: values.criteria } : null;
  }
  const isNew = stored.criteria !== null || differs("target_stores", stored, values);
  return isNew && values.target_stores.length > 0 ? { stores: values.target_stores } : null;
}

/** Our field for one that the API names, such as `dayparts.0` or `targeting_criteria.near`. */
function fieldOf(name: string): Field | null {
  const stem = name.split(".")[0] ?? "";
  if (stem === "targeting_criteria") return "criteria";
  return FIELDS.find((field) => field === stem) ?? null;
}
