import { useQuery } from "@tanstack/react-query";
import { useHasRole } from "../../api/session";
import { REVIEWERS } from "../../lib/roles";
import { usePathParam } from "../../lib/route";
import { Media } from "../../ui/media";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import { toneClass } from "../../ui/tone";
import { AssetFacts } from "./asset-facts";
import css from "./assets.module.css";
import { ComparePanel } from "./compare-panel";
import { Decide } from "./decide";
import { type Asset, assetQuery, mediaOf } from "./queries";
import { useAssetTexts } from "./texts";
import { Uses } from "./uses";

/** One file: itself in large, what is known of it, who uses it, what it resembles. */
export function Page() {
  const asset = useQuery(assetQuery(usePathParam("id")));
  return <Loaded query={asset}>{(found) => <Shown key={found.id} asset={found} />}</Loaded>;
}

function Shown({ asset }: { asset: Asset }) {
  const t = useAssetTexts();
  const mayDecide = useHasRole(REVIEWERS);
  return (
    <>
      <PageTitle
        title={asset.name}
        badge={
          <span className={css["badges"]}>
            <Status kind="AssetStatus" word={asset.status} />
            {asset.scan_flags.map((flag) => (
              <Status key={flag} kind="ScanFlag" word={flag} />
            ))}
          </span>
        }
        actions={mayDecide ? <Decide asset={asset} /> : undefined}
      />
      {asset.rejection_reason && (
        <div className={`${css["note"]} ${toneClass("bad")}`}>
          {t("whyRejected", { reason: asset.rejection_reason })}
        </div>
      )}
      <div className={css["columns"]}>
        <div className={css["stack"]}>
          <Panel flush>
            <div
              className={css["stage"]}
              style={{ aspectRatio: `${asset.width} / ${asset.height}` }}
            >
              <Media file={mediaOf(asset)} fit="contain" controls />
            </div>
          </Panel>
          <ComparePanel asset={asset} />
          <Uses asset={asset} />
        </div>
        <div className={css["stack"]}>
          <AssetFacts asset={asset} />
        </div>
      </div>
    </>
  );
}
