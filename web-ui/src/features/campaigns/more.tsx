import { Anchor } from "@mantine/core";
import { IconArrowsSplit, IconEye, IconFlask, IconPencil } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Campaign } from "../../api/catalog";
import { paths } from "../../lib/paths";
import css from "./campaigns.module.css";
import { useCampaignTexts } from "./texts";

/** The pages beside this one: editing, previews, A/B test, test mode. */
export function More({ campaign: { id, status, allowed_actions } }: { campaign: Campaign }) {
  const t = useCampaignTexts();
  const isDraft = status === "DRAFT" || status === "REJECTED";
  const links = [
    { to: paths.previews(id), label: t("toPreviews"), Icon: IconEye, isShown: true },
    { to: paths.abTest(id), label: t("toAbTest"), Icon: IconArrowsSplit, isShown: !isDraft },
    { to: paths.testMode(id), label: t("toTestMode"), Icon: IconFlask, isShown: !isDraft },
  ];
  const edit = { to: paths.editCampaign(id), label: t("toEdit"), Icon: IconPencil };
  const mayEdit = allowed_actions.includes("EDIT");
  return (
    <nav className={css["more"]} aria-label={t("moreLinks")}>
      {[{ ...edit, isShown: mayEdit }, ...links]
        .filter(({ isShown }) => isShown)
        .map(({ to, label, Icon }) => (
          <Anchor key={to} size="sm" renderRoot={(props) => <Link to={to} {...props} />}>
            <Icon size={15} aria-hidden /> {label}
          </Anchor>
        ))}
    </nav>
  );
}
