import { IconMessageReport } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { EVERYBODY } from "../../lib/roles";
import { WaitingDisputes } from "./waiting-count";

export const feature: Feature = {
  nav: [
    {
      to: paths.disputes,
      section: "run",
      order: 30,
      icon: IconMessageReport,
      label: { en: "Disputes", vi: "Khiếu nại", it: "Contestazioni" },
      roles: EVERYBODY,
      Count: WaitingDisputes,
    },
  ],
  pages: [
    { path: paths.disputes, roles: EVERYBODY, load: () => import("./list-page") },
    { path: paths.dispute("$id"), roles: EVERYBODY, load: () => import("./dispute-page") },
  ],
};
