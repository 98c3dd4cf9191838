import { IconClipboardCheck } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { OPERATOR } from "../../lib/roles";
import { WaitingCount } from "./waiting-count";

export const feature: Feature = {
  nav: [
    {
      to: paths.approvals,
      section: "run",
      order: 15,
      icon: IconClipboardCheck,
      label: { en: "Approvals", vi: "Phê duyệt", it: "Approvazioni" },
      roles: OPERATOR,
      Count: WaitingCount,
    },
  ],
  pages: [{ path: paths.approvals, roles: OPERATOR, load: () => import("./queue-page") }],
};
