import * as z from "zod/mini";

const FIELD = z.object({ field: z.string(), error: z.string(), message: z.string() });
const BODY = z.looseObject({
  status: z.number(),
  error: z.string(),
  message: z.string(),
  title: z.optional(z.string()),
  request_id: z.optional(z.string()),
  fields: z.nullish(z.array(FIELD)),
});

export type FieldProblem = z.infer<typeof FIELD>;

/** Why a call has no answer: what the appliance said, or that it could not be reached. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    /** HTTP status; 0 where nothing answered. */
    readonly status: number,
    /** The stable word, such as `INSUFFICIENT_BALANCE`; `OFFLINE` where nothing answered. */
    readonly error: string,
    message: string,
    readonly fields: readonly FieldProblem[] = [],
    /** Finds the request in the appliance's log. */
    readonly requestId: string | null = null,
    /** All members of the case, with its numbers. */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }

  /** The message for one field of a form. */
  of(field: string): string | undefined {
    return this.fields.find((problem) => problem.field === field)?.message;
  }
}

export const OFFLINE = "OFFLINE";

/** The problem of an answer that is none of 2xx. */
export function readProblem(status: number, body: unknown): Problem {
  const read = BODY.safeParse(body);
  if (!read.success) return new Problem(status, `HTTP_${status}`, `HTTP ${status}`);
  const { error, message, fields, request_id } = read.data;
  return new Problem(status, error, message, fields ?? [], request_id ?? null, read.data);
}

export function offline(): Problem {
  return new Problem(0, OFFLINE, "");
}
