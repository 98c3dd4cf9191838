import { queryOptions, useMutation } from "@tanstack/react-query";
import { PAGE, pagesQuery } from "../../api/catalog";
import { api, body, ME_KEY, type Schema } from "../../api/client";
import { useLive } from "../../api/live";
import { queryClient } from "../../api/query";
import type { Language } from "../../lib/language";
import type { Role } from "../../lib/roles";

export type Notice = Schema<"NoticeView">;
export type Webhook = Schema<"WebhookView">;
export type Delivery = Schema<"DeliveryView">;
export type DeliveryStatus = Schema<"DeliveryStatus">;

/** Those who see webhooks, as the appliance decides it. */
export const SEES_WEBHOOKS: readonly Role[] = [
  "SUPER_ADMIN",
  "ADMIN",
  "AUDITOR",
  "ADVERTISER",
  "SUPPLIER",
];

const FEW = 50;
const NOTICES = ["notices"] as const;
const WEBHOOKS = ["webhooks"] as const;
const OUTBOX = ["outbox"] as const;

/** The inbox in the language that is on. */
export const noticesQuery = (unread: boolean, language: Language) =>
  pagesQuery([...NOTICES, "list", unread, language], (cursor) =>
    body(
      api.GET("/api/v1/notifications", {
        params: {
          query: { limit: FEW, ...(unread && { unread }), ...(cursor && { cursor }) },
        },
      }),
    ),
  );

export const unreadQuery = queryOptions({
  queryKey: [...NOTICES, "unread"],
  queryFn: () => body(api.GET("/api/v1/notifications/unread")),
  staleTime: 60_000,
});

export const webhooksQuery = queryOptions({
  queryKey: WEBHOOKS,
  queryFn: () => body(api.GET("/api/v1/webhooks", { params: { query: { limit: PAGE } } })),
  select: ({ items }) => items,
});

export const deliveriesQuery = (status: DeliveryStatus | "") =>
  pagesQuery([...OUTBOX, "list", status], (cursor) =>
    body(
      api.GET("/api/v1/outbox", {
        params: {
          query: { limit: FEW, ...(status && { status }), ...(cursor && { cursor }) },
        },
      }),
    ),
  );

/** What the stream tells arrives in the inbox at once. */
export function useLiveNotices(): void {
  useLive("notice", () => void queryClient.invalidateQueries({ queryKey: NOTICES }));
}

const afresh = (queryKey: readonly string[]) => () => queryClient.invalidateQueries({ queryKey });

export function useRead() {
  return useMutation({
    mutationFn: (seq: number) =>
      body(api.POST("/api/v1/notifications/{seq}/read", { params: { path: { seq } }, body: {} })),
    onSettled: afresh(NOTICES),
  });
}

export function useReadAll() {
  return useMutation({
    mutationFn: () => body(api.POST("/api/v1/notifications/read-all", { body: {} })),
    onSettled: afresh(NOTICES),
  });
}

export function useAddWebhook() {
  return useMutation({
    mutationFn: (given: Schema<"NewWebhook">) =>
      body(api.POST("/api/v1/webhooks", { body: given })),
    meta: { showsProblem: true },
    onSettled: afresh(WEBHOOKS),
  });
}

export function useChangeWebhook(id: string) {
  return useMutation({
    mutationFn: (change: Schema<"WebhookChange">) =>
      body(api.PATCH("/api/v1/webhooks/{id}", { params: { path: { id } }, body: change })),
    onSettled: afresh(WEBHOOKS),
  });
}

export function useDeleteWebhook(id: string) {
  return useMutation({
    mutationFn: () => body(api.DELETE("/api/v1/webhooks/{id}", { params: { path: { id } } })),
    onSettled: afresh(WEBHOOKS),
  });
}

export function usePing(id: string) {
  return useMutation({
    mutationFn: () =>
      body(api.POST("/api/v1/webhooks/{id}/ping", { params: { path: { id } }, body: {} })),
    onSettled: afresh(OUTBOX),
  });
}

export function useRetry() {
  return useMutation({
    mutationFn: (seq: number) =>
      body(api.POST("/api/v1/outbox/{seq}/retry", { params: { path: { seq } }, body: {} })),
    onSettled: afresh(OUTBOX),
  });
}

/** Oneself, with the language of one's mails. */
export const selfQuery = (id: string) =>
  queryOptions({
    queryKey: ["users", "one", id],
    queryFn: () => body(api.GET("/api/v1/users/{id}", { params: { path: { id } } })),
  });

export function useChangeSelf(id: string) {
  return useMutation({
    mutationFn: (change: Schema<"UserChange">) =>
      body(api.PATCH("/api/v1/users/{id}", { params: { path: { id } }, body: change })),
    meta: { showsProblem: true },
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ["users"] }),
        queryClient.invalidateQueries({ queryKey: ME_KEY }),
      ]),
  });
}
