import { useQuery } from "@tanstack/react-query";
import { keys } from "../../api/catalog";
import { api, body } from "../../api/client";
import { useHasRole } from "../../api/session";
import { OPERATOR } from "../../lib/roles";
import { CountMark } from "../../ui/count-mark";

/** How many disputes wait for a decision, for those who look into them. */
export function WaitingDisputes() {
  const isDesk = useHasRole(OPERATOR);
  const { data } = useQuery({
    queryKey: keys.overview,
    queryFn: () => body(api.GET("/api/v1/overview")),
    enabled: isDesk,
  });
  return <CountMark count={isDesk ? (data?.waiting.disputes ?? 0) : 0} />;
}
