import { IconBinaryTree2, IconShieldCheck } from "@tabler/icons-react";
import type { Feature } from "../../lib/feature";
import { paths } from "../../lib/paths";
import { EVERYBODY, OPERATOR } from "../../lib/roles";

export const feature: Feature = {
  nav: [
    {
      to: paths.verify,
      section: "proof",
      order: 40,
      icon: IconShieldCheck,
      label: { en: "Verify a play", vi: "Kiểm chứng lượt phát", it: "Verifica un passaggio" },
      roles: EVERYBODY,
    },
    {
      to: paths.log,
      section: "proof",
      order: 50,
      icon: IconBinaryTree2,
      label: { en: "Transparency log", vi: "Nhật ký minh bạch", it: "Registro di trasparenza" },
      roles: OPERATOR,
    },
  ],
  pages: [
    { path: paths.verify, roles: EVERYBODY, load: () => import("./verify-page") },
    { path: paths.log, roles: OPERATOR, load: () => import("./log-page") },
  ],
};
