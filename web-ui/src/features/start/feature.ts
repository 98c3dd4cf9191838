import { IconHome } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import type { Role } from "../../lib/roles";

const OWNERS: readonly Role[] = ["ADVERTISER", "SUPPLIER"];

export const feature: Feature = {
  nav: [
    {
      to: paths.start,
      section: "run",
      order: 5,
      icon: IconHome,
      label: { en: "Home", vi: "Trang chủ", it: "Inizio" },
      roles: OWNERS,
    },
  ],
  pages: [{ path: paths.start, roles: OWNERS, load: () => import("./start-page") }],
};
