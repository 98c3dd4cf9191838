import { useQuery } from "@tanstack/react-query";
import { keys } from "../../api/catalog";
import { api, body } from "../../api/client";
import { CountMark } from "../../ui/count-mark";

/** How many things wait for a decision, beside the entry of the navigation. */
export function WaitingCount() {
  const { data } = useQuery({
    queryKey: keys.overview,
    queryFn: () => body(api.GET("/api/v1/overview")),
  });
  if (!data) return null;
  const { campaigns, assets, budget_increases, credits } = data.waiting;
  return <CountMark count={campaigns + assets + budget_increases + credits} />;
}
