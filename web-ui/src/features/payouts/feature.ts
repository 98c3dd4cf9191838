import { IconCalendarDollar } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { OPERATOR, type Role } from "../../lib/roles";

const READERS: readonly Role[] = [...OPERATOR, "SUPPLIER"];

export const feature: Feature = {
  nav: [
    {
      to: paths.payouts,
      section: "money",
      order: 20,
      icon: IconCalendarDollar,
      label: { en: "Payouts", vi: "Chi trả", it: "Pagamenti" },
      roles: READERS,
    },
  ],
  pages: [
    { path: paths.payouts, roles: READERS, load: () => import("./list-page") },
    { path: paths.payout("$id"), roles: READERS, load: () => import("./payout-page") },
  ],
};
