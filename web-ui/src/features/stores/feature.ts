import { IconBuildingStore } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { EVERYBODY } from "../../lib/roles";

export const feature: Feature = {
  nav: [
    {
      to: paths.stores,
      section: "places",
      order: 10,
      icon: IconBuildingStore,
      label: { en: "Stores", vi: "Cửa hàng", it: "Negozi" },
      roles: EVERYBODY,
    },
  ],
  pages: [{ path: paths.stores, roles: EVERYBODY, load: () => import("./list-page") }],
};
