import { IconChartBar } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { EVERYBODY } from "../../lib/roles";

export const feature: Feature = {
  nav: [
    {
      to: paths.shareOfVoice,
      section: "places",
      order: 40,
      icon: IconChartBar,
      label: { en: "Share of voice", vi: "Tỷ phần phát", it: "Quota di voce" },
      roles: EVERYBODY,
    },
  ],
  pages: [{ path: paths.shareOfVoice, roles: EVERYBODY, load: () => import("./voice-page") }],
};
