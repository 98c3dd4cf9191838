import { IconReceipt2 } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { EVERYBODY } from "../../lib/roles";

export const feature: Feature = {
  nav: [
    {
      to: paths.rates,
      section: "money",
      order: 40,
      icon: IconReceipt2,
      label: { en: "Rates and holidays", vi: "Bảng giá và ngày lễ", it: "Listini e festività" },
      roles: EVERYBODY,
    },
  ],
  pages: [{ path: paths.rates, roles: EVERYBODY, load: () => import("./rates-page") }],
};
