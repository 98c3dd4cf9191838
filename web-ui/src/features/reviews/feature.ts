import { IconEyeCheck } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { OPERATOR } from "../../lib/roles";
import { WaitingCount } from "./waiting-count";

export const feature: Feature = {
  nav: [
    {
      to: paths.reviews,
      section: "run",
      order: 20,
      icon: IconEyeCheck,
      label: { en: "Review queue", vi: "Hàng đợi xem xét", it: "Coda di revisione" },
      roles: OPERATOR,
      Count: WaitingCount,
    },
  ],
  pages: [{ path: paths.reviews, roles: OPERATOR, load: () => import("./queue-page") }],
};
