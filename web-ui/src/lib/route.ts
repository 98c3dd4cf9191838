import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { z } from "zod";

/** A text in the address, empty where there is none; digits alone come as a number. */
export const addressText = z.union([z.string(), z.number()]).transform(String).catch("");

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NOBODY = "00000000-0000-0000-0000-000000000000";

/** A parameter of the page's path, such as `id` of `/campaigns/$id`. */
export function usePathParam(name: string): string {
  const params: Record<string, string | undefined> = useParams({ strict: false });
  return idOf(params[name]);
}

/** The id in an address; what can be none is the id that nothing has, and so is not found. */
export function idOf(text: string | undefined): string {
  return text !== undefined && ID.test(text) ? text : NOBODY;
}

/**
 * What stands behind `?` in the address, read by a zod schema whose fields all have defaults
 * (`.catch(…)`), and a way to change it; so a filter survives a reload and can be sent to others.
 */
export function useAddress<T extends Record<string, unknown>>(schema: z.ZodType<T>) {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = (part: Partial<T>) =>
    void navigate({ to: ".", search: { ...search, ...part } as never, replace: true });
  return [schema.parse(search), change] as const;
}
