import { IconServerCog } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { OPERATOR } from "../../lib/roles";

export const feature: Feature = {
  nav: [
    {
      to: paths.system,
      section: "house",
      order: 40,
      icon: IconServerCog,
      label: { en: "System", vi: "Hệ thống", it: "Sistema" },
      roles: OPERATOR,
    },
  ],
  pages: [{ path: paths.system, roles: OPERATOR, load: () => import("./system-page") }],
};
