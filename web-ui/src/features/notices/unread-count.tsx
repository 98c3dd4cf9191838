import { useQuery } from "@tanstack/react-query";
import { CountMark } from "../../ui/count-mark";
import { unreadQuery, useLiveNotices } from "./queries";

/** How many notifications wait to be read, beside the entry of the navigation. */
export function UnreadCount() {
  useLiveNotices();
  return <CountMark count={useQuery(unreadQuery).data?.unread ?? 0} />;
}
