import { IconZoomQuestion } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { OPERATOR, type Role } from "../../lib/roles";
import { WaitingCount } from "./waiting-count";

const READERS: readonly Role[] = [...OPERATOR, "ADVERTISER"];

export const feature: Feature = {
  nav: [
    {
      to: paths.investigations,
      section: "run",
      order: 60,
      icon: IconZoomQuestion,
      label: { en: "Without plays", vi: "Không lượt phát", it: "Senza passaggi" },
      roles: OPERATOR,
      Count: WaitingCount,
    },
  ],
  pages: [
    { path: paths.investigations, roles: READERS, load: () => import("./list-page") },
    { path: paths.investigation("$id"), roles: READERS, load: () => import("./case-page") },
  ],
};
