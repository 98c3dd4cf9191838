import { useQuery } from "@tanstack/react-query";
import { keys } from "../../api/catalog";
import { api, body } from "../../api/client";
import { CountMark } from "../../ui/count-mark";

/** How many cases wait for a finding, beside the entry of the navigation. */
export function WaitingCount() {
  const { data } = useQuery({
    queryKey: keys.overview,
    queryFn: () => body(api.GET("/api/v1/overview")),
  });
  return <CountMark count={data?.waiting.investigations ?? 0} />;
}
