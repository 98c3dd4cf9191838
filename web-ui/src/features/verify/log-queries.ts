import { queryOptions, useMutation } from "@tanstack/react-query";
import { PAGE } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { queryClient } from "../../api/query";

export type Checkpoint = Schema<"CheckpointView">;

/** Pages of checkpoints that are read for the page. */
const MOST_PAGES = 20;
const KEY = ["log"] as const;

export const logKeyQuery = queryOptions({
  queryKey: [...KEY, "key"],
  queryFn: () => body(api.GET("/api/v1/log/key")),
  staleTime: Number.POSITIVE_INFINITY,
});

/** All checkpoints, oldest first, and whether there are more than are read. */
export const checkpointsQuery = queryOptions({
  queryKey: [...KEY, "checkpoints"],
  queryFn: async (): Promise<{ items: Checkpoint[]; isAll: boolean }> => {
    const items: Checkpoint[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const query: { limit: number; cursor?: string } = { limit: PAGE, ...(cursor && { cursor }) };
      const found = await body(api.GET("/api/v1/log/checkpoints", { params: { query } }));
      items.push(...found.items);
      cursor = found.next_cursor ?? null;
      if (cursor === null) return { items, isAll: true };
    }
    return { items, isAll: false };
  },
  staleTime: 60_000,
});

export function useSignCheckpoint() {
  return useMutation({
    mutationFn: () => body(api.POST("/api/v1/log/checkpoint")),
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
}

/** The proof that the tree of one size grew out of another. */
export async function growth(from: number, to: number): Promise<readonly string[]> {
  const query = { from, to };
  const { hashes } = await body(api.GET("/api/v1/log/proof/consistency", { params: { query } }));
  return hashes;
}
