import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { OPERATOR } from "../../lib/roles";

export const feature: Feature = {
  nav: [],
  pages: [
    {
      path: paths.abTest("$id"),
      roles: [...OPERATOR, "ADVERTISER"],
      load: () => import("./ab-test-page"),
    },
  ],
};
