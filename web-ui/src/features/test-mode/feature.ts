import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { OPERATOR } from "../../lib/roles";

export const feature: Feature = {
  nav: [],
  pages: [
    {
      path: paths.testMode("$id"),
      roles: [...OPERATOR, "ADVERTISER"],
      load: () => import("./test-mode-page"),
    },
  ],
};
