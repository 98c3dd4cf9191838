import { type Case, isOffered } from "../../api/investigation";
import { Badge } from "../../ui/badge";
import { useInvestigationTexts } from "./texts";

/** How a case stands. */
export function CaseBadge({ found }: { found: Case }) {
  const t = useInvestigationTexts();
  if (found.status === "OPEN") return <Badge tone="wait">{t("isOpen")}</Badge>;
  return isOffered(found) ? (
    <Badge tone="info">{t("isOffered")}</Badge>
  ) : (
    <Badge tone="quiet">{t("isOver")}</Badge>
  );
}
