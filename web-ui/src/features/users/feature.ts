import { IconUsers } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { OPERATOR } from "../../lib/roles";

export const feature: Feature = {
  nav: [
    {
      to: paths.users,
      section: "house",
      order: 20,
      icon: IconUsers,
      label: { en: "People and tokens", vi: "Người dùng và mã", it: "Persone e token" },
      roles: OPERATOR,
    },
  ],
  pages: [{ path: paths.users, roles: OPERATOR, load: () => import("./users-page") }],
};
