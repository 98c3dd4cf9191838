import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";

export const feature: Feature = {
  nav: [],
  pages: [
    { path: paths.login, roles: "public", load: () => import("./login-page") },
    { path: paths.welcome, roles: "public", load: () => import("./welcome-page") },
  ],
};
