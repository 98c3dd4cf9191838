import { IconWallet } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { EVERYBODY } from "../../lib/roles";

export const feature: Feature = {
  nav: [
    {
      to: paths.wallets,
      section: "money",
      order: 10,
      icon: IconWallet,
      label: { en: "Wallets", vi: "Ví", it: "Portafogli" },
      roles: EVERYBODY,
    },
  ],
  pages: [
    { path: paths.wallets, roles: EVERYBODY, load: () => import("./list-page") },
    { path: paths.wallet("$ownerId"), roles: EVERYBODY, load: () => import("./wallet-page") },
  ],
};
