import { IconLock } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { usePerson } from "../api/session";
import type { PageEntry } from "../lib/feature";
import { useWords } from "../lib/words";
import { State } from "../ui/states";
import { useUiTexts } from "../ui/texts";

/** Draws a page for the roles it is for; others are told so. The API refuses them in any case. */
export function Guard({ roles, children }: { roles: PageEntry["roles"]; children: ReactNode }) {
  const { role } = usePerson();
  const t = useUiTexts();
  const words = useWords();
  if (roles === "public" || roles.includes(role)) return children;
  return (
    <State icon={<IconLock size={28} stroke={1.5} />} title={t("notAllowed")}>
      {words("Role", role)}
    </State>
  );
}
