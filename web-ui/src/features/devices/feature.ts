import { IconDeviceTv } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { OPERATOR, type Role } from "../../lib/roles";

const READERS: readonly Role[] = [...OPERATOR, "SUPPLIER"];

export const feature: Feature = {
  nav: [
    {
      to: paths.devices,
      section: "places",
      order: 20,
      icon: IconDeviceTv,
      label: { en: "Screens", vi: "Màn hình", it: "Schermi" },
      roles: READERS,
    },
  ],
  pages: [{ path: paths.devices, roles: READERS, load: () => import("./list-page") }],
};
