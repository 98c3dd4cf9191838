import { IconBell } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { EVERYBODY } from "../../lib/roles";
import { UnreadCount } from "./unread-count";

export const feature: Feature = {
  nav: [
    {
      to: paths.notifications,
      section: "house",
      order: 10,
      icon: IconBell,
      label: { en: "Notifications", vi: "Thông báo", it: "Notifiche" },
      roles: EVERYBODY,
      Count: UnreadCount,
    },
  ],
  pages: [{ path: paths.notifications, roles: EVERYBODY, load: () => import("./notices-page") }],
};
