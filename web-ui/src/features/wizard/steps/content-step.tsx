import { Anchor, Button, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { paths } from "../../../lib/paths";
import { useWords } from "../../../lib/words";
import { Panel } from "../../../ui/panel";
import { Empty, Loaded } from "../../../ui/states";
import { AssetPicker, Rotation } from "../asset-picker";
import { PreviewPanel } from "../previews/preview-panel";
import { type Asset, assetsQuery } from "../queries";
import { LIMITS } from "../rules";
import type { PartProps } from "../shown";
import { useWizardTexts } from "../texts";
import css from "../wizard.module.css";

/** What is shown on the screens, in which order, and how it looks there. */
export function ContentStep({ campaign, draft, shown }: PartProps) {
  const t = useWizardTexts();
  const words = useWords();
  const { values, set } = draft;
  const assets = useQuery(assetsQuery(campaign.advertiser_id ?? ""));
  const chosen = values.content_assets;
  const change = (ids: string[]) => {
    set("content_assets", ids);
    shown.touch("content_assets");
  };
  const why = (asset: Asset): string | null => {
    if (chosen.includes(asset.id)) return null;
    if (asset.status === "REJECTED" || asset.status === "EXPIRED") {
      return t("assetOff", { status: words("AssetStatus", asset.status) });
    }
    return chosen.length >= LIMITS.assets ? t("assetsFull", { count: LIMITS.assets }) : null;
  };
  const found = assets.data ?? [];
  const waiting = found.filter(({ id, status }) => chosen.includes(id) && status === "PENDING");
  const seconds = found
    .filter(({ id }) => chosen.includes(id))
    .reduce((sum, asset) => sum + asset.duration_seconds, 0);
  const problem = shown.problem("content_assets");
  return (
    <div className={css["columns"]}>
      <div className={css["stack"]}>
        <Panel
          title={t("library")}
          aside={
            <Anchor size="sm" renderRoot={(props) => <Link to={paths.assets} {...props} />}>
              {t("upload")}
            </Anchor>
          }
        >
          {problem && (
            <p className={css["bad"]} role="alert" tabIndex={-1} data-wrong-group>
              {problem}
            </p>
          )}
          <Loaded
            query={assets}
            isEmpty={(rows) => rows.length === 0}
            empty={
              <Empty
                title={t("noAssets")}
                action={
                  <Button renderRoot={(props) => <Link to={paths.assets} {...props} />}>
                    {t("upload")}
                  </Button>
                }
              >
                {t("noAssetsText")}
              </Empty>
            }
          >
            {(rows) => <AssetPicker assets={rows} chosen={chosen} onChange={change} why={why} />}
          </Loaded>
        </Panel>
        {campaign.content_assets.length > 0 && <PreviewPanel campaign={campaign} />}
      </div>
      <Panel title={t("rotation")}>
        {chosen.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("noRotation")}
          </Text>
        ) : (
          <>
            <Rotation assets={found} chosen={chosen} onChange={change} />
            <Text size="sm" c="dimmed" mt="sm" role="status">
              {t("rotationSum", { count: chosen.length, seconds })}
            </Text>
          </>
        )}
        {waiting.length > 0 && (
          <Text size="sm" mt="sm" className={css["wait"] ?? ""}>
            {t("assetsWait", { names: waiting.map(({ name }) => name).join(", ") })}
          </Text>
        )}
      </Panel>
    </div>
  );
}
