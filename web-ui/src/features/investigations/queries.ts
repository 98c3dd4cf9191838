import { queryOptions, useMutation } from "@tanstack/react-query";
import { keys } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { caseQuery } from "../../api/investigation";
import { useLive } from "../../api/live";
import { queryClient } from "../../api/query";

const byId = (id: string) => ({ params: { path: { id } } });

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "one", id],
    queryFn: () => body(api.GET("/api/v1/campaigns/{id}", byId(id))),
  });

/** Notices come with every case that is opened or ends. */
export function useLiveCases(): void {
  useLive("notice", () => {
    void queryClient.invalidateQueries({ queryKey: [...keys.campaigns, "cases"] });
    void queryClient.invalidateQueries({ queryKey: [...keys.campaigns, "case"] });
  });
}

function refresh() {
  return Promise.all(
    [keys.campaigns, keys.overview, keys.wallets, ["approvals"]].map((queryKey) =>
      queryClient.invalidateQueries({ queryKey }),
    ),
  );
}

export function useResolve(id: string) {
  return useMutation({
    mutationFn: (finding: Schema<"Finding">) =>
      body(
        api.POST("/api/v1/campaigns/{id}/investigation/resolve", { ...byId(id), body: finding }),
      ),
    meta: { showsProblem: true },
    onSuccess: (ended) => queryClient.setQueryData(caseQuery(id).queryKey, ended),
    onSettled: refresh,
  });
}

/** Answers the draft that was made. */
export function useAccept(id: string) {
  return useMutation({
    mutationFn: (start_date: string) =>
      body(
        api.POST("/api/v1/campaigns/{id}/investigation/accept-extension", {
          ...byId(id),
          body: { start_date },
        }),
      ),
    meta: { showsProblem: true },
    onSettled: refresh,
  });
}
