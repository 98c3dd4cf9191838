import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import {
  campaignsQuery,
  type Device,
  devicesQuery,
  keys,
  PAGE,
  pagesQuery,
  storesQuery,
} from "../../../api/catalog";
import { api, body, type Schema } from "../../../api/client";
import { type LiveEvent, useLive } from "../../../api/live";
import { queryClient } from "../../../api/query";
import { useHasRole } from "../../../api/session";
import { OWN_ZONE } from "../../../lib/dates";
import { OPERATOR } from "../../../lib/roles";

export type Share = Schema<"DeviceShareView">;
export type Command = Schema<"CommandView">;
export type LogLevel = Schema<"LogLevel">;
/** What a device has of a campaign. */
export type Held = { campaignId: string; name: string; share: Share };
/** A play as the stream told it, with the moment it was heard. */
export type HeardPlay = LiveEvent<"play"> & { heardAt: number };

const FEW = 50;
const byId = (id: string) => ({ params: { path: { id } } });

export const deviceQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.devices, "one", id],
    queryFn: () => body(api.GET("/api/v1/devices/{id}", byId(id))),
  });

export const commandsQuery = (id: string) =>
  pagesQuery([...keys.devices, "commands", id], async (cursor) => {
    const query = { limit: FEW, ...(cursor && { cursor }) };
    const params = { path: { id }, query };
    const answer = await body(api.GET("/api/v1/devices/{id}/commands", { params }));
    // Only the device itself gets a stream here.
    return "items" in answer ? answer : { items: [] };
  });

export const logsQuery = (id: string, level: LogLevel) =>
  pagesQuery([...keys.devices, "logs", id, level], (cursor) =>
    body(
      api.GET("/api/v1/devices/{id}/logs", {
        params: { path: { id }, query: { limit: FEW, level, ...(cursor && { cursor }) } },
      }),
    ),
  );

/** So many uploads of the log are asked for plays. */
const UPLOADS = 6;

/** What the screen itself wrote down of its plays, newest first. */
export const playLinesQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.devices, "play-lines", id],
    queryFn: () =>
      body(
        api.GET("/api/v1/devices/{id}/logs", {
          params: { path: { id }, query: { kind: "PLAYBACK", limit: UPLOADS } },
        }),
      ),
    select: ({ items }) => items.flatMap(({ entries }) => entries.toReversed()),
  });

/** The figures, and the highest 500 ranges of missing numbers. */
export const gapsQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.devices, "gaps", id],
    queryFn: () =>
      body(
        api.GET("/api/v1/devices/{id}/gaps", { params: { path: { id }, query: { limit: PAGE } } }),
      ),
  });

export const auditQuery = (id: string) =>
  pagesQuery([...keys.devices, "audit", id], (cursor) =>
    body(
      api.GET("/api/v1/audit", {
        params: { query: { subject_id: id, limit: FEW, ...(cursor && { cursor }) } },
      }),
    ),
  );

/** So many campaigns are asked how their content stands; a screen plays far fewer. */
const ASKED = 40;

/** How the content of each running campaign of the screen's store stands on the screen. */
export const heldQuery = ({ id, store_id }: Pick<Device, "id" | "store_id">) =>
  queryOptions({
    queryKey: [...keys.devices, "held", id, store_id],
    queryFn: async (): Promise<Held[]> => {
      const { items } = await queryClient.fetchQuery({ ...campaignsQuery, staleTime: 15_000 });
      const running = items
        .filter(({ status }) => status === "ACTIVE" || status === "SCHEDULED")
        .filter(({ target_stores }) => target_stores.some((store) => store === store_id))
        .slice(0, ASKED);
      const views = await Promise.all(
        running.map((campaign) =>
          body(api.GET("/api/v1/campaigns/{id}/distribution", byId(campaign.id))),
        ),
      );
      return running.flatMap((campaign, at) => {
        const share = views[at]?.devices.find(({ device_id }) => device_id === id);
        return share ? [{ campaignId: campaign.id, name: campaign.name, share }] : [];
      });
    },
    staleTime: 30_000,
  });

export function useStoreOf(device: Device) {
  return useQuery(storesQuery).data?.find(({ id }) => id === device.store_id);
}

/** The zone of the store that the screen stands in; that of whoever looks where it is not known. */
export function useZoneOf(device: Device): string {
  return useStoreOf(device)?.timezone ?? OWN_ZONE;
}

const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Puts names of campaigns where a log has their ids. */
export function useNamed(): (text: string) => string {
  const isOperator = useHasRole(OPERATOR);
  const campaigns = useQuery({ ...campaignsQuery, enabled: isOperator }).data;
  return useMemo(() => {
    const names = new Map(campaigns?.map(({ id, name }) => [id, `“${name}”`]));
    return (text) => text.replaceAll(ID, (id) => names.get(id) ?? id);
  }, [campaigns]);
}

const heardQuery = (id: string) =>
  queryOptions({
    queryKey: ["live", "plays", id],
    queryFn: (): HeardPlay[] => [],
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Plays that the list keeps. */
const KEPT = 30;

/** What the stream told of the screen's plays since the page was opened, newest first. */
export function useHeardPlays(id: string): HeardPlay[] {
  useLive("play", (plays) => {
    const heardAt = Date.now();
    const own = plays.filter(({ device_id }) => device_id === id);
    if (own.length === 0) return;
    const heard = own.map((play) => ({ ...play, heardAt })).reverse();
    queryClient.setQueryData(heardQuery(id).queryKey, (before: HeardPlay[] | undefined) =>
      [...heard, ...(before ?? [])].slice(0, KEPT),
    );
  });
  return useQuery(heardQuery(id)).data ?? [];
}

/** Follows the stream: whether the screen is there; everything anew where its status changed. */
export function useLiveDevice(id: string): void {
  useLive("device", (events) => {
    const event = events.findLast(({ device_id }) => device_id === id);
    if (!event) return;
    const { queryKey } = deviceQuery(id);
    const before = queryClient.getQueryData(queryKey);
    if (before?.status !== event.status) void queryClient.invalidateQueries({ queryKey });
    const { online, last_heartbeat_at } = event;
    queryClient.setQueryData(
      queryKey,
      (device) => device && { ...device, online, last_heartbeat: last_heartbeat_at },
    );
  });
}

function refresh() {
  return Promise.all(
    [keys.devices, keys.stores, keys.overview].map((queryKey) =>
      queryClient.invalidateQueries({ queryKey }),
    ),
  );
}

export function useApprove(id: string) {
  return useMutation({
    mutationFn: () => body(api.POST("/api/v1/devices/{id}/approve", { ...byId(id), body: {} })),
    onSettled: refresh,
  });
}

export function useRevoke(id: string) {
  return useMutation({
    mutationFn: () => body(api.POST("/api/v1/devices/{id}/revoke", { ...byId(id), body: {} })),
    onSettled: refresh,
  });
}

export function useChange(id: string) {
  return useMutation({
    mutationFn: (change: Schema<"DeviceChange">) =>
      body(api.PATCH("/api/v1/devices/{id}", { ...byId(id), body: change })),
    meta: { showsProblem: true },
    onSettled: refresh,
  });
}

export function useSend(id: string) {
  return useMutation({
    mutationFn: (kind: "SCREENSHOT" | "ROTATE_KEY") =>
      body(
        api.POST("/api/v1/devices/{id}/commands", { ...byId(id), body: { kind, reason: null } }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [...keys.devices, "commands", id] }),
  });
}

export function useAdd() {
  return useMutation({
    mutationFn: (given: Schema<"NewDevice">) => body(api.POST("/api/v1/devices", { body: given })),
    meta: { showsProblem: true },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: devicesQuery.queryKey }),
    onSettled: refresh,
  });
}
