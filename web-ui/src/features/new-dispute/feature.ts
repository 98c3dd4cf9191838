import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { BUYERS } from "../../lib/roles";

export const feature: Feature = {
  nav: [],
  pages: [{ path: paths.newDispute, roles: BUYERS, load: () => import("./new-page") }],
};
