import { formatDecimal, formatShare } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Badge } from "../../ui/badge";
import { Facts } from "../../ui/facts";
import { MediaThumb } from "../../ui/media-thumb";
import { Meter } from "../../ui/meter";
import { Panel } from "../../ui/panel";
import { Count, Money } from "../../ui/values";
import css from "./ab-test.module.css";
import type { Asset, Report, Variant } from "./queries";
import { useAbTexts } from "./texts";

type Props = {
  report: Report;
  assets: readonly Asset[];
  chanceOf: (variant: string) => number | null;
};

/** The variants side by side, with what they show and how they do. */
export function VariantCards({ report, assets, chanceOf }: Props) {
  return (
    <div className={css["variants"]}>
      {report.variants.map((variant) => (
        <VariantCard
          key={variant.variant_id}
          variant={variant}
          report={report}
          assets={assets}
          chance={chanceOf(variant.variant_id)}
        />
      ))}
    </div>
  );
}

type CardProps = {
  variant: Variant;
  report: Report;
  assets: readonly Asset[];
  chance: number | null;
};

function VariantCard({ variant, report, assets, chance }: CardProps) {
  const t = useAbTexts();
  const language = useLanguage();
  const { variant_id: id, metric_value, metric_low, metric_high } = variant;
  const own = variant.content_assets.flatMap((one) => assets.find((row) => row.id === one) ?? []);
  const percent = (value: number) => formatShare(value, language, 1);
  const hasPlays = variant.impressions + variant.too_short > 0;
  const isWinner = report.recommendation.winner === id;
  return (
    <Panel
      title={
        <span className={css["variantName"]}>
          {id} · {variant.name}
        </span>
      }
      aside={
        variant.removed_at ? (
          <Badge tone="quiet">{t("removed")}</Badge>
        ) : isWinner ? (
          <Badge tone="good">{report.status === "COMPLETED" ? t("winner") : t("ahead")}</Badge>
        ) : undefined
      }
    >
      <div className={css["thumbs"]}>
        {own.slice(0, 3).map((asset) => (
          <MediaThumb
            key={asset.id}
            src={`/api/v1/assets/${asset.id}/content`}
            isFilm={asset.kind === "VIDEO"}
            alt={asset.name}
          />
        ))}
      </div>
      <div className={css["rate"]}>
        <b>{hasPlays ? percent(metric_value) : "–"}</b>
        <span className={css["muted"]}>{t(`metric.${report.test_metric}`)}</span>
      </div>
      <Meter
        share={metric_value}
        tone={isWinner ? "good" : "info"}
        label={t("between", { low: percent(metric_low), high: percent(metric_high) })}
      />
      <p className={css["muted"]} hidden={!hasPlays}>
        {t("between", { low: percent(metric_low), high: percent(metric_high) })}
      </p>
      <Facts
        facts={[
          [t("chance"), chance === null ? null : chanceText(chance, percent)],
          [t("plays"), <Count key="plays" value={variant.impressions} />],
          [t("weight"), `${variant.weight} %`],
          [t("tooShort"), <Count key="short" value={variant.too_short} />],
          [
            t("viewed"),
            t("secondsOf", { seconds: formatDecimal(variant.avg_view_duration, language, 1) }),
          ],
          [
            t("reach"),
            t("reachOf", { devices: variant.unique_devices, stores: variant.unique_stores }),
          ],
          [t("cost"), <Money key="cost" amount={variant.cost} short />],
          [t("cpm"), variant.cpm ? <Money key="cpm" amount={variant.cpm} short /> : null],
        ]}
      />
    </Panel>
  );
}

/** Never quite certain, whatever the rounding says. */
function chanceText(chance: number, percent: (value: number) => string): string {
  if (chance > 0.999) return `> ${percent(0.999)}`;
  return chance < 0.001 ? `< ${percent(0.001)}` : percent(chance);
}
