import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { PAGE, pagesQuery } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { addressText } from "../../lib/route";

export type Entry = Schema<"AuditView">;

/** What is asked for; it stands in the address, so that a search can be sent to others. */
export const ADDRESS = z.object({
  q: addressText,
  subject: addressText,
  action: addressText,
  actor: addressText,
  from: addressText,
  to: addressText,
  about: addressText,
});
export type Wanted = z.infer<typeof ADDRESS>;

const FEW = 50;

export const auditQuery = ({ about, ...wanted }: Wanted) =>
  pagesQuery(["audit", { about, ...wanted }], (cursor) => {
    const given = { ...wanted, subject_id: about, cursor: cursor ?? "" };
    const filled = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
    return body(api.GET("/api/v1/audit", { params: { query: { limit: FEW, ...filled } } }));
  });

/** Names of the newest content. */
export const assetsQuery = queryOptions({
  queryKey: ["assets", "names"],
  queryFn: () => body(api.GET("/api/v1/assets", { params: { query: { limit: PAGE } } })),
  select: ({ items }) => items,
  staleTime: 60_000,
});
