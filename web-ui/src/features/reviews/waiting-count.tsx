import { useQuery } from "@tanstack/react-query";
import { keys } from "../../api/catalog";
import { api, body } from "../../api/client";
import { useLive } from "../../api/live";
import { queryClient } from "../../api/query";
import { CountMark } from "../../ui/count-mark";

/** How many plays wait for a review, beside the entry of the navigation. */
export function WaitingCount() {
  const { data } = useQuery({
    queryKey: keys.overview,
    queryFn: () => body(api.GET("/api/v1/overview")),
  });
  useLive("reviews", () => void queryClient.invalidateQueries({ queryKey: keys.reviews }));
  return <CountMark count={data?.waiting.reviews ?? 0} />;
}
