import type { NewParty } from "./queries";

/** What is different, and that alone: a new address has to be verified anew. */
export function changeOf(before: NewParty, next: NewParty): Partial<NewParty> {
  return {
    ...(next.name !== before.name && { name: next.name }),
    ...(next.email !== before.email && { email: next.email }),
    ...(next.language !== before.language && { language: next.language }),
  };
}
