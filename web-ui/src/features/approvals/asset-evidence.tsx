import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { assetContent, campaignsQuery } from "../../api/catalog";
import { formatDuration } from "../../lib/dates";
import { formatBytes } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Compare } from "../../ui/compare";
import { Facts } from "../../ui/facts";
import { Media } from "../../ui/media";
import { Panel } from "../../ui/panel";
import { Status } from "../../ui/status";
import { Moment } from "../../ui/values";
import css from "./approvals.module.css";
import type { Asset } from "./items";
import { assetsOfQuery, useOwnerName } from "./queries";
import { useApprovalTexts } from "./texts";

/** A file: itself, what is known of it, the same file elsewhere. */
export function AssetEvidence({ asset }: { asset: Asset }) {
  const t = useApprovalTexts();
  const words = useWords();
  const language = useLanguage();
  const ownerName = useOwnerName();
  const using = useQuery(campaignsQuery).data?.filter(({ content_assets }) =>
    content_assets.includes(asset.id),
  );
  return (
    <>
      <Panel
        title={asset.name}
        aside={
          <Anchor component={Link} to={paths.asset(asset.id)} size="sm">
            {t("openAsset")}
          </Anchor>
        }
      >
        <div className={css["stage"]}>
          <Media key={asset.id} file={fileOf(asset)} fit="contain" controls />
        </div>
        <div className={css["gap"]} />
        <Facts
          facts={[
            [t("advertiser"), ownerName(asset.advertiser_id ?? null)],
            [
              t("file"),
              `${words("AssetKind", asset.kind)} · ${asset.width} × ${asset.height} · ${formatBytes(asset.bytes, language)} · ${asset.content_type}`,
            ],
            [t("length"), formatDuration(asset.duration_seconds, language)],
            [
              t("licence"),
              asset.license_expires_at ? (
                <Moment key="licence" at={asset.license_expires_at} />
              ) : (
                t("noLicence")
              ),
            ],
            [t("uploaded"), <Moment key="uploaded" at={asset.created_at} />],
            [t("before"), asset.rejection_reason ?? null],
            [
              t("usedBy"),
              using && using.length > 0 ? using.map(({ name }) => name).join(", ") : t("unused"),
            ],
          ]}
        />
      </Panel>
      <SameFile asset={asset} />
    </>
  );
}

function fileOf({ id, kind, name, duration_seconds }: Asset) {
  return { src: assetContent(id), kind, name, seconds: duration_seconds };
}

/** The same file under another name: what was said about it before. */
function SameFile({ asset }: { asset: Asset }) {
  const t = useApprovalTexts();
  const language = useLanguage();
  const others = useQuery({
    ...assetsOfQuery(asset.advertiser_id ?? ""),
    enabled: !!asset.advertiser_id,
  }).data;
  const [twin] =
    others?.filter(({ id, sha256 }) => id !== asset.id && sha256 === asset.sha256) ?? [];
  if (!twin) return null;
  return (
    <Panel title={t("sameFile")}>
      <Compare
        label={t("sameFile")}
        left={t("thisOne")}
        right={twin.name}
        rows={[
          {
            name: t("file"),
            same: true,
            left: formatBytes(asset.bytes, language),
            right: formatBytes(twin.bytes, language),
          },
          {
            name: t("status"),
            same: null,
            left: <Status kind="AssetStatus" word={asset.status} />,
            right: <Status kind="AssetStatus" word={twin.status} />,
          },
          {
            name: t("uploaded"),
            same: null,
            left: <Moment at={asset.created_at} />,
            right: <Moment at={twin.created_at} />,
          },
          {
            name: t("before"),
            same: null,
            left: asset.rejection_reason ?? "–",
            right: twin.rejection_reason ?? "–",
          },
        ]}
      />
    </Panel>
  );
}
