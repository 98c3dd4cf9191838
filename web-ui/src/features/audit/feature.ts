import { IconHistory } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { OPERATOR } from "../../lib/roles";

export const feature: Feature = {
  nav: [
    {
      to: paths.audit,
      section: "house",
      order: 30,
      icon: IconHistory,
      label: { en: "Audit", vi: "Nhật ký kiểm tra", it: "Cronologia" },
      roles: OPERATOR,
    },
  ],
  pages: [{ path: paths.audit, roles: OPERATOR, load: () => import("./audit-page") }],
};
