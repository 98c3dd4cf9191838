import { type FormEvent, useState } from "react";
import type { z } from "zod";

/** Problems of a form by field, in words. */
export type Problems = Readonly<Record<string, string>>;

/**
 * The values of a form, checked by a zod schema once it is sent and from then on with every key.
 * What the appliance says about a field comes in through `refused`.
 */
export function useForm<T extends Record<string, unknown>, Out>(
  schema: z.ZodType<Out>,
  first: T,
  onSend: (value: Out) => void,
  refused?: { of: (field: string) => string | undefined } | null,
) {
  const [values, setValues] = useState(first);
  const [touched, setTouched] = useState(false);
  const found = touched ? problemsOf(schema, values) : {};
  return {
    values,
    set: <K extends keyof T>(field: K, value: T[K]) =>
      setValues((before) => ({ ...before, [field]: value })),
    problem: (field: keyof T & string) => found[field] ?? refused?.of(field) ?? null,
    send: (event?: FormEvent) => {
      event?.preventDefault();
      setTouched(true);
      const read = schema.safeParse(values);
      if (read.success) onSend(read.data);
    },
  };
}

function problemsOf(schema: z.ZodType, values: unknown): Problems {
  const read = schema.safeParse(values);
  const issues = read.success ? [] : read.error.issues;
  return Object.fromEntries(issues.map(({ path, message }) => [String(path[0] ?? ""), message]));
}
