import { IconPhoto } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { OPERATOR, type Role } from "../../lib/roles";

const READERS: readonly Role[] = [...OPERATOR, "ADVERTISER"];

export const feature: Feature = {
  nav: [
    {
      to: paths.assets,
      section: "sell",
      order: 20,
      icon: IconPhoto,
      label: { en: "Content", vi: "Nội dung", it: "Contenuti" },
      roles: READERS,
    },
  ],
  pages: [
    { path: paths.assets, roles: READERS, load: () => import("./list-page") },
    { path: paths.asset("$id"), roles: READERS, load: () => import("./asset-page") },
  ],
};
