import { type Campaign, type CampaignStatus, campaignsQuery } from "./catalog";
import { type LiveEvent, useLive } from "./live";
import { queryClient } from "./query";

/** Campaigns that the list lacked when they were heard of: it is asked once for each. */
const missed = new Set<string>();

/** Counters and status of the listed campaigns as the stream tells them; new ones are asked for. */
export function useLiveCampaignList(): void {
  useLive("campaign", (events) => {
    const newest = new Map(events.map((event) => [event.campaign_id, event]));
    askForNew(newest.keys());
    queryClient.setQueryData(
      campaignsQuery.queryKey,
      (before) =>
        before && {
          ...before,
          items: before.items.map((row) => withEvent(row, newest.get(row.id))),
        },
    );
  });
}

function askForNew(heard: Iterable<string>): void {
  const items = queryClient.getQueryData(campaignsQuery.queryKey)?.items;
  if (!items) return;
  const known = new Set(items.map(({ id }) => id));
  const added = [...heard].filter((id) => !known.has(id) && !missed.has(id));
  if (added.length === 0) return;
  for (const id of added) missed.add(id);
  void queryClient.invalidateQueries({ queryKey: campaignsQuery.queryKey });
}

/** A campaign with what the stream told of it. */
export function withEvent(row: Campaign, event: LiveEvent<"campaign"> | undefined): Campaign {
  if (!event) return row;
  const { spent, absorbed, remaining_budget, held_for_review } = event;
  const status = event.status as CampaignStatus;
  return { ...row, status, spent, absorbed, remaining_budget, held_for_review };
}
