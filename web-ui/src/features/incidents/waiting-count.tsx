import { useQuery } from "@tanstack/react-query";
import { keys } from "../../api/catalog";
import { api, body } from "../../api/client";
import { useHasRole } from "../../api/session";
import { OPERATOR } from "../../lib/roles";
import { CountMark } from "../../ui/count-mark";

/** How many stops wait for the operator, beside the entry of the navigation. */
export function WaitingCount() {
  return useHasRole(OPERATOR) ? <Waiting /> : null;
}

function Waiting() {
  const { data } = useQuery({
    queryKey: keys.overview,
    queryFn: () => body(api.GET("/api/v1/overview")),
  });
  return <CountMark count={data ? data.waiting.incidents + data.waiting.stop_requests : 0} />;
}
