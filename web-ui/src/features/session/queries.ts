import { queryOptions, useMutation } from "@tanstack/react-query";
import { api, body, type Schema } from "../../api/client";
import { enter } from "../../api/session";

/** Whether the appliance still needs its first administrator. */
export const welcomeQuery = queryOptions({
  queryKey: ["welcome"],
  queryFn: () => body(api.GET("/api/v1/welcome")),
  staleTime: 5 * 60_000,
});

export function useFirstAdmin() {
  return useMutation({
    mutationFn: (given: Schema<"FirstAdmin">) => body(api.POST("/api/v1/welcome", { body: given })),
    meta: { showsProblem: true },
    onSuccess: enter,
  });
}
