import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { BUYERS, OPERATOR, type Role } from "../../lib/roles";

const READERS: readonly Role[] = [...OPERATOR, "ADVERTISER"];

export const feature: Feature = {
  nav: [],
  pages: [
    { path: paths.newCampaign, roles: BUYERS, load: () => import("./wizard-page") },
    { path: paths.editCampaign("$id"), roles: BUYERS, load: () => import("./edit/edit-page") },
    { path: paths.previews("$id"), roles: READERS, load: () => import("./previews/previews-page") },
  ],
};
