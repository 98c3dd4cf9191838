import { IconAlertOctagon } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { EVERYBODY } from "../../lib/roles";
import { WaitingCount } from "./waiting-count";

export const feature: Feature = {
  nav: [
    {
      to: paths.incidents,
      section: "run",
      order: 50,
      icon: IconAlertOctagon,
      label: { en: "Incidents", vi: "Sự cố", it: "Incidenti" },
      roles: EVERYBODY,
      Count: WaitingCount,
    },
  ],
  pages: [
    { path: paths.incidents, roles: EVERYBODY, load: () => import("./list-page") },
    { path: paths.incident("$id"), roles: EVERYBODY, load: () => import("./incident-page") },
  ],
};
