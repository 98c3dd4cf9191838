import { queryOptions, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { campaignsQuery, devicesQuery, keys, storesQuery } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { type LiveEvent, useLive } from "../../api/live";
import { queryClient } from "../../api/query";
import { add, compare } from "../../lib/decimal";

export type Overview = Schema<"Overview">;
/** A play as the stream told it, with the moment it was heard. */
export type HeardPlay = LiveEvent<"play"> & { heardAt: number };

const REFRESH = 30_000;
/** Plays that the list keeps, more than it shows. */
const KEPT = 20;

export const overviewQuery = queryOptions({
  queryKey: keys.overview,
  queryFn: () => body(api.GET("/api/v1/overview")),
});

/** The appliance itself: whether it is well, and whether there is room. */
export const systemQuery = queryOptions({
  queryKey: ["system"],
  queryFn: () => body(api.GET("/api/v1/system")),
  refetchInterval: REFRESH,
});

/** Deliveries that are counted; more are more. */
const COUNTED = 100;

/** Messages that were given up. */
export const deadQuery = queryOptions({
  queryKey: ["outbox", "dead", "count"],
  queryFn: () =>
    body(api.GET("/api/v1/outbox", { params: { query: { status: "DEAD", limit: COUNTED } } })),
  select: ({ items }) => items.length,
  refetchInterval: REFRESH,
});

export type Job = Schema<"JobInfo">;

/** The jobs with their next slots. */
export const jobsQuery = queryOptions({
  queryKey: ["jobs", "slots"],
  queryFn: () => body(api.GET("/api/v1/jobs")),
  select: ({ items }) => items,
  refetchInterval: REFRESH,
});

/** A job that is not done so long after its slot fails again and again, milliseconds. */
const LATE = 5 * 60_000;

/** How many jobs should have been done by now and were not. */
export function lateJobs(jobs: readonly Pick<Job, "next_slot">[], now: string): number {
  const latest = Date.parse(now) - LATE;
  return jobs.filter(({ next_slot }) => next_slot && Date.parse(next_slot) < latest).length;
}

/** Advertisers whose wallets are looked into; an empty appliance has hardly any. */
const ASKED = 5;

/** Whether any advertiser has money to spend. */
export const fundsQuery = queryOptions({
  queryKey: ["wallets", "any"],
  queryFn: async (): Promise<boolean> => {
    const query = { limit: ASKED };
    const { items } = await body(api.GET("/api/v1/advertisers", { params: { query } }));
    const wallets = await Promise.all(
      items.map(({ id }) =>
        body(api.GET("/api/v1/wallets/{owner_id}", { params: { path: { owner_id: id } } })),
      ),
    );
    return wallets.some(({ available_balance }) => compare(available_balance, "0") > 0);
  },
});

/** What the stream told since the page was opened, newest first. */
const heardQuery = queryOptions({
  queryKey: ["live", "plays"],
  queryFn: (): HeardPlay[] => [],
  staleTime: Number.POSITIVE_INFINITY,
});

export function useHeardPlays(): HeardPlay[] {
  return useQuery(heardQuery).data ?? [];
}

/** Names of what the stream tells of, also of what was made since the lists were asked for. */
export function usePlayNames({ campaign_id, device_id }: HeardPlay): PlayNames {
  const campaigns = useQuery(campaignsQuery).data;
  const devices = useQuery(devicesQuery).data;
  const stores = useQuery(storesQuery).data;
  const listed = campaigns?.find(({ id }) => id === campaign_id);
  const isNew = campaigns !== undefined && !listed && campaign_id !== null;
  const campaign = useQuery({ ...campaignQuery(campaign_id ?? ""), enabled: isNew }).data ?? listed;
  const known = devices?.find(({ id }) => id === device_id);
  const isFresh = devices !== undefined && !known && device_id !== null;
  const device = useQuery({ ...deviceQuery(device_id ?? ""), enabled: isFresh }).data ?? known;
  const store = stores?.find(({ id }) => id === device?.store_id);
  return { campaign: campaign?.name, device: device?.name, store: store?.name };
}

export type PlayNames = Record<"campaign" | "device" | "store", string | undefined>;

const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "one", id],
    queryFn: () => body(api.GET("/api/v1/campaigns/{id}", { params: { path: { id } } })),
  });

const deviceQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.devices, "one", id],
    queryFn: () => body(api.GET("/api/v1/devices/{id}", { params: { path: { id } } })),
  });

/** Keeps the overview up to date with each play, device and queue that the stream tells of. */
export function useLiveOverview(): void {
  // Not `refetchInterval`: it begins anew with each play, so that a busy network never asked again.
  useEffect(() => {
    const ask = () => void queryClient.invalidateQueries({ queryKey: keys.overview });
    const timer = setInterval(ask, REFRESH);
    return () => clearInterval(timer);
  }, []);
  useLive("play", (plays) => {
    const heardAt = Date.now();
    const heard = plays.map((play) => ({ ...play, heardAt })).reverse();
    queryClient.setQueryData(heardQuery.queryKey, (before: HeardPlay[] | undefined) =>
      [...heard, ...(before ?? [])].slice(0, KEPT),
    );
    queryClient.setQueryData(keys.overview, (before: Overview | undefined) =>
      before ? plays.reduce(count, before) : before,
    );
  });
  useLive("reviews", (events) => {
    const waiting = events.at(-1)?.waiting;
    queryClient.setQueryData(keys.overview, (before: Overview | undefined) =>
      before && waiting !== undefined
        ? { ...before, waiting: { ...before.waiting, reviews: waiting } }
        : before,
    );
  });
  useLive("device", (events) => {
    const online = new Map(events.map((event) => [event.device_id, event.online]));
    queryClient.setQueryData(
      devicesQuery.queryKey,
      (before) =>
        before && {
          ...before,
          items: before.items.map((device) => ({
            ...device,
            online: online.get(device.id) ?? device.online,
          })),
        },
    );
  });
}

/** The overview with one more play; the next answer of the appliance corrects what this guesses. */
export function count(before: Overview, play: LiveEvent<"play">): Overview {
  const { today } = before;
  if (play.status === "REJECTED") {
    const reason = play.rejection_reason ?? "OTHER";
    const rejections = { ...today.rejections, [reason]: (today.rejections[reason] ?? 0) + 1 };
    return { ...before, today: { ...today, rejected: today.rejected + 1, rejections } };
  }
  if (play.status !== "VERIFIED") return before;
  const hours = before.hours.map((hour, at) =>
    at === before.hours.length - 1 ? { ...hour, verified: hour.verified + 1 } : hour,
  );
  const cost = add(today.total_cost, play.cost);
  return { ...before, hours, today: { ...today, verified: today.verified + 1, total_cost: cost } };
}
