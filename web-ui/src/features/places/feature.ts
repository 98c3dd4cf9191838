import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { EVERYBODY, OPERATOR, type Role, SELLERS } from "../../lib/roles";

const SEES_DEVICES: readonly Role[] = [...OPERATOR, "SUPPLIER"];

/** One screen, one store, and the forms that add them; the lists lead here. */
export const feature: Feature = {
  nav: [],
  pages: [
    { path: paths.newDevice, roles: SELLERS, load: () => import("./device/new-page") },
    { path: paths.device("$id"), roles: SEES_DEVICES, load: () => import("./device/device-page") },
    { path: paths.newStore, roles: SELLERS, load: () => import("./store/new-page") },
    { path: paths.editStore("$id"), roles: SELLERS, load: () => import("./store/edit-page") },
    { path: paths.store("$id"), roles: EVERYBODY, load: () => import("./store/store-page") },
  ],
};
