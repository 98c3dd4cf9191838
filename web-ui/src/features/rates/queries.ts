import { queryOptions, useMutation } from "@tanstack/react-query";
import { PAGE } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { queryClient } from "../../api/query";

export type Holiday = Schema<"HolidayView">;

const CARDS = ["rate-cards"] as const;
const HOLIDAYS = ["holidays"] as const;

export const cardsQuery = queryOptions({
  queryKey: CARDS,
  queryFn: () => body(api.GET("/api/v1/rate-cards", { params: { query: { limit: PAGE } } })),
  staleTime: 60_000,
});

export const holidaysQuery = queryOptions({
  queryKey: HOLIDAYS,
  queryFn: () => body(api.GET("/api/v1/holidays", { params: { query: { limit: PAGE } } })),
  select: ({ items }) => items,
});

export function useAnnounce() {
  return useMutation({
    mutationFn: (given: Schema<"NewRateCard">) =>
      body(api.POST("/api/v1/rate-cards", { body: given })),
    meta: { showsProblem: true },
    onSettled: () => queryClient.invalidateQueries({ queryKey: CARDS }),
  });
}

export function useSetHoliday() {
  return useMutation({
    mutationFn: ({ country, date, isHoliday }: Holiday & { isHoliday: boolean }) =>
      isHoliday
        ? body(api.POST("/api/v1/holidays", { body: { country, date } }))
        : body(
            api.DELETE("/api/v1/holidays/{country}/{date}", {
              params: { path: { country, date } },
            }),
          ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: HOLIDAYS }),
  });
}
