import { IconListDetails } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { EVERYBODY, OPERATOR, type Role } from "../../lib/roles";

const READERS: readonly Role[] = [...OPERATOR, "ADVERTISER"];

export const feature: Feature = {
  nav: [
    {
      to: paths.impressions,
      section: "proof",
      order: 10,
      icon: IconListDetails,
      label: { en: "Plays", vi: "Lượt phát", it: "Passaggi" },
      roles: READERS,
    },
  ],
  pages: [
    { path: paths.impressions, roles: READERS, load: () => import("./list-page") },
    { path: paths.impression("$id"), roles: EVERYBODY, load: () => import("./play-page") },
  ],
};
