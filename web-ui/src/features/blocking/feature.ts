import { IconBan } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { OPERATOR, type Role } from "../../lib/roles";

const READERS: readonly Role[] = [...OPERATOR, "SUPPLIER"];

export const feature: Feature = {
  nav: [
    {
      to: paths.blocking,
      section: "places",
      order: 30,
      icon: IconBan,
      label: { en: "Blocking rules", vi: "Quy tắc chặn", it: "Regole di blocco" },
      roles: READERS,
    },
  ],
  pages: [{ path: paths.blocking, roles: READERS, load: () => import("./blocking-page") }],
};
