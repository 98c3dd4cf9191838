import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { assetContent, type Campaign } from "../../api/catalog";
import { formatDay } from "../../lib/dates";
import { formatShare } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Compare, type CompareRow } from "../../ui/compare";
import { Media } from "../../ui/media";
import { Panel } from "../../ui/panel";
import { Status } from "../../ui/status";
import css from "./approvals.module.css";
import type { Asset } from "./items";
import { assetsOfQuery, ofAdvertiserQuery } from "./queries";
import { CRITERIA, type Criterion, type Similar, similarTo } from "./similar";
import { useApprovalTexts } from "./texts";

type Props = { campaign: Campaign; content: readonly Asset[] };

/** Campaigns of the same buyer that are much like this one, each side by side with it. */
export function SimilarCampaigns({ campaign, content }: Props) {
  const t = useApprovalTexts();
  const buyer = campaign.advertiser_id ?? "";
  const others = useQuery({ ...ofAdvertiserQuery(buyer), enabled: buyer !== "" }).data;
  const assets = useQuery({ ...assetsOfQuery(buyer), enabled: buyer !== "" }).data;
  if (!others || !assets) return null;
  const all = [...content, ...assets];
  const found = similarTo(campaign, others, all);
  if (found.length === 0) return null;
  return (
    <Panel
      title={t("similar", { count: found.length })}
      aside={<span className={css["muted"]}>{t("similarText")}</span>}
    >
      {found.slice(0, SHOWN).map((similar) => (
        <SideBySide key={similar.campaign.id} campaign={campaign} similar={similar} assets={all} />
      ))}
    </Panel>
  );
}

/** So many are compared in full; more of them say nothing more. */
const SHOWN = 3;

type PairProps = { campaign: Campaign; similar: Similar; assets: readonly Asset[] };

function SideBySide({ campaign, similar, assets }: PairProps) {
  const t = useApprovalTexts();
  const words = useWords();
  const language = useLanguage();
  const { campaign: other, inCommon, overlap } = similar;
  const cells: Record<Criterion, (one: Campaign) => ReactNode> = {
    brand: ({ brand_name }) => brand_name ?? "–",
    category: ({ category }) => (category ? words("Category", category) : "–"),
    stores: ({ target_stores }) => t("stores", { count: target_stores.length }),
    content: (one) => <Thumbs campaign={one} assets={assets} />,
    dates: ({ start_date, end_date }) =>
      start_date && end_date
        ? `${formatDay(start_date, language)} – ${formatDay(end_date, language)}`
        : "–",
  };
  const rows: CompareRow[] = CRITERIA.map((criterion) => ({
    name: t(`same.${criterion}`),
    same: inCommon.includes(criterion),
    left: cells[criterion](campaign),
    right: (
      <>
        {cells[criterion](other)}
        {criterion === "stores" && (
          <span className={css["muted"]}>
            {" "}
            {t("overlap", { share: formatShare(overlap, language, 0) })}
          </span>
        )}
      </>
    ),
  }));
  return (
    <Compare
      label={t("compare", { name: other.name })}
      left={t("thisOne")}
      right={
        <span className={css["otherName"]}>
          <Anchor component={Link} to={paths.campaign(other.id)}>
            {other.name}
          </Anchor>
          <Status kind="CampaignStatus" word={other.status} />
        </span>
      }
      rows={rows}
    />
  );
}

function Thumbs({ campaign, assets }: { campaign: Campaign; assets: readonly Asset[] }) {
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  return (
    <span className={css["thumbs"]}>
      {campaign.content_assets.map((id) => {
        const asset = byId.get(id);
        return (
          <span key={id} className={css["thumb"]} title={asset?.name}>
            <Media
              file={{
                src: assetContent(id),
                kind: asset?.kind ?? "IMAGE",
                name: asset?.name ?? id,
              }}
            />
          </span>
        );
      })}
    </span>
  );
}
