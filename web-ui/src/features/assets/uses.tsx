import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { campaignsQuery } from "../../api/catalog";
import { formatDay } from "../../lib/dates";
import { paths } from "../../lib/paths";
import { useLanguage } from "../../lib/texts";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import css from "./assets.module.css";
import type { Asset } from "./queries";
import { useAssetTexts } from "./texts";

/** The campaigns that show a file, and whether it is all that they have. */
export function Uses({ asset }: { asset: Asset }) {
  const t = useAssetTexts();
  const language = useLanguage();
  const campaigns = useQuery(campaignsQuery);
  return (
    <Panel title={t("usedBy")}>
      <Loaded query={campaigns}>
        {(all) => {
          const using = all.filter(({ content_assets }) => content_assets.includes(asset.id));
          if (using.length === 0) return <Empty title={t("unused")}>{t("unusedText")}</Empty>;
          return (
            <ul className={css["uses"]}>
              {using.map(({ id, name, status, start_date, end_date, content_assets }) => (
                <li key={id} className={css["use"]}>
                  <Anchor component={Link} to={paths.campaign(id)}>
                    {name}
                  </Anchor>
                  <Status kind="CampaignStatus" word={status} />
                  <span className={css["muted"]}>
                    {start_date && end_date
                      ? `${formatDay(start_date, language)} – ${formatDay(end_date, language)}`
                      : "–"}
                  </span>
                  <span className={css["muted"]}>
                    {content_assets.length === 1
                      ? t("onlyOne")
                      : t("oneOf", { count: content_assets.length })}
                  </span>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Panel>
  );
}
