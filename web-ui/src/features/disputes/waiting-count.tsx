import { useQuery } from "@tanstack/react-query";
import { keys, PAGE } from "../../api/catalog";
import { api, body } from "../../api/client";
import { useHasRole } from "../../api/session";
import { REVIEWERS } from "../../lib/roles";
import { CountMark } from "../../ui/count-mark";

/** How many disputes wait for a decision, for those who look into them. */
export function WaitingDisputes() {
  const isDesk = useHasRole(REVIEWERS);
  const { data } = useQuery({
    queryKey: [...keys.disputes, "waiting"],
    queryFn: () =>
      body(api.GET("/api/v1/disputes", { params: { query: { open: true, limit: PAGE } } })),
    enabled: isDesk,
    staleTime: 60_000,
  });
  return <CountMark count={isDesk ? (data?.items.length ?? 0) : 0} />;
}
