import { IconSpeakerphone } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { OPERATOR, type Role } from "../../lib/roles";

const READERS: readonly Role[] = [...OPERATOR, "ADVERTISER"];

export const feature: Feature = {
  nav: [
    {
      to: paths.campaigns,
      section: "sell",
      order: 10,
      icon: IconSpeakerphone,
      label: { en: "Campaigns", vi: "Chiến dịch", it: "Campagne" },
      roles: READERS,
    },
  ],
  pages: [
    { path: paths.campaigns, roles: READERS, load: () => import("./list-page") },
    { path: paths.campaign("$id"), roles: READERS, load: () => import("./campaign-page") },
  ],
};
