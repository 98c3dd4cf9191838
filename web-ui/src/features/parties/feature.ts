import { IconBriefcase, IconTruckDelivery } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { OPERATOR } from "../../lib/roles";

export const feature: Feature = {
  nav: [
    {
      to: paths.advertisers,
      section: "sell",
      order: 80,
      icon: IconBriefcase,
      label: { en: "Advertisers", vi: "Nhà quảng cáo", it: "Inserzionisti" },
      roles: OPERATOR,
    },
    {
      to: paths.suppliers,
      section: "places",
      order: 80,
      icon: IconTruckDelivery,
      label: { en: "Suppliers", vi: "Nhà cung cấp", it: "Fornitori" },
      roles: OPERATOR,
    },
  ],
  pages: [
    { path: paths.advertisers, roles: OPERATOR, load: () => import("./advertisers-page") },
    { path: paths.advertiser("$id"), roles: OPERATOR, load: () => import("./advertiser-page") },
    { path: paths.suppliers, roles: OPERATOR, load: () => import("./suppliers-page") },
    { path: paths.supplier("$id"), roles: OPERATOR, load: () => import("./supplier-page") },
  ],
};
