import { queryOptions, useMutation } from "@tanstack/react-query";
import { pagesQuery } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { useLive } from "../../api/live";
import { queryClient } from "../../api/query";

export type Job = Schema<"JobInfo">;
export type System = Schema<"SystemView">;
export type Storage = Schema<"StorageView">;
export type Gap = Schema<"GapView">;
export type Delivery = Schema<"DeliveryView">;

const FEW = 50;
const HALF_MINUTE = 30_000;
const JOBS = ["jobs"] as const;
const OUTBOX = ["outbox", "dead"] as const;
const LOG = ["log"] as const;

export const systemQuery = queryOptions({
  queryKey: ["system"],
  queryFn: () => body(api.GET("/api/v1/system")),
  refetchInterval: HALF_MINUTE,
});

export const storageQuery = queryOptions({
  queryKey: ["system", "storage"],
  queryFn: () => body(api.GET("/api/v1/system/storage")),
});

export const jobsQuery = queryOptions({
  queryKey: JOBS,
  queryFn: () => body(api.GET("/api/v1/jobs")),
  select: ({ items }) => items,
  refetchInterval: HALF_MINUTE,
});

/** Devices with missing plays, those that miss most first. */
export const gapsQuery = pagesQuery(["devices", "gaps", "all"], (cursor) =>
  body(
    api.GET("/api/v1/reports/gaps", {
      params: { query: { only_missing: true, limit: FEW, ...(cursor && { cursor }) } },
    }),
  ),
);

/** Deliveries that were given up. */
export const deadQuery = pagesQuery(OUTBOX, (cursor) =>
  body(
    api.GET("/api/v1/outbox", {
      params: { query: { status: "DEAD", limit: FEW, ...(cursor && { cursor }) } },
    }),
  ),
);

/** The newest checkpoint of the log as it is signed: its name, its size, its root. */
export const checkpointQuery = queryOptions({
  queryKey: [...LOG, "checkpoint"],
  queryFn: async () => {
    const note = await body(api.GET("/api/v1/log/checkpoint", { parseAs: "text" }));
    const [origin = "", size = "0", root = ""] = String(note).split("\n");
    return { origin, size: Number(size), root };
  },
});

export const logKeyQuery = queryOptions({
  queryKey: [...LOG, "key"],
  queryFn: () => body(api.GET("/api/v1/log/key")),
  staleTime: Number.POSITIVE_INFINITY,
});

/** A job that ran anywhere is shown here at once. */
export function useLiveJobs(): void {
  useLive("job", () => void queryClient.invalidateQueries({ queryKey: JOBS }));
}

export function useRunJob() {
  return useMutation({
    mutationFn: (name: string) =>
      body(api.POST("/api/v1/jobs/{name}/run", { params: { path: { name } }, body: {} })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: JOBS }),
  });
}

export function useRetry() {
  return useMutation({
    mutationFn: (seq: number) =>
      body(api.POST("/api/v1/outbox/{seq}/retry", { params: { path: { seq } }, body: {} })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: OUTBOX }),
  });
}

export function useSign() {
  return useMutation({
    mutationFn: () => body(api.POST("/api/v1/log/checkpoint")),
    onSettled: () => queryClient.invalidateQueries({ queryKey: LOG }),
  });
}
