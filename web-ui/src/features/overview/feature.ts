import { IconActivityHeartbeat } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { OPERATOR } from "../../lib/roles";

export const feature: Feature = {
  nav: [
    {
      to: paths.now,
      section: "run",
      order: 10,
      icon: IconActivityHeartbeat,
      label: { en: "Now", vi: "Hiện tại", it: "Adesso" },
      roles: OPERATOR,
    },
  ],
  pages: [{ path: paths.now, roles: OPERATOR, load: () => import("./overview-page") }],
};
