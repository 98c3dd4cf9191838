import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { OPERATOR, type Role } from "../../lib/roles";

const READERS: readonly Role[] = [...OPERATOR, "ADVERTISER"];

/** Reached from a campaign. */
export const feature: Feature = {
  nav: [],
  pages: [{ path: paths.proof("$id"), roles: READERS, load: () => import("./proof-page") }],
};
