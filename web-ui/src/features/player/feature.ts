import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";

/** The player is reached by its address alone: it runs on the machine behind a screen. */
export const feature: Feature = {
  nav: [],
  pages: [{ path: paths.player, roles: "public", load: () => import("./player-page") }],
};
