import { formatDecimal } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Empty } from "../../ui/states";
import { Money } from "../../ui/values";
import css from "./impressions.module.css";
import { type PriceSteps, priceSteps, type Trail } from "./queries";
import { useImpressionTexts } from "./texts";

/** The price as a sum that anybody can do again: each factor, then what comes out. */
export function Price({ trail }: { trail: Trail }) {
  const t = useImpressionTexts();
  const steps = priceSteps(trail);
  const { impression: play } = trail;
  if (!steps) return <Empty title={t("noPrice")}>{t("noPriceText")}</Empty>;
  return (
    <table className={css["sum"]}>
      <caption className={css["hidden"]}>{t("price")}</caption>
      <tbody>
        <tr>
          <th scope="row">
            {steps.mode === "FIXED_CPM" ? t("contractRate") : t("baseRate")}
            <div className={css["muted"]}>
              {play.is_peak_hour ? t("peak") : t("offPeak")}
              {` · ${t("rateVersion", { version: steps.rate_version })}`}
            </div>
          </th>
          <td>
            <Money amount={steps.base_rate} />
          </td>
        </tr>
        <Factors steps={steps} />
        <tr className={css["result"]}>
          <th scope="row">{t("priceOfPlay")}</th>
          <td>
            <Money amount={play.cost} />
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function Factors({ steps }: { steps: PriceSteps }) {
  const t = useImpressionTexts();
  const language = useLanguage();
  const percent = (value: number) => `× ${formatDecimal(value / 100, language)}`;
  const rows: [string, string][] = [
    [t("traffic"), percent(steps.traffic_percent)],
    [t("screen"), percent(steps.device_percent)],
    [t("perPlay"), `÷ ${formatDecimal(1000, language)}`],
    [t("length"), `× ${steps.paid_seconds} / ${steps.full_seconds} s`],
    [t("priority"), percent(steps.priority_percent)],
    [t("qualityFactor"), percent(steps.quality_percent)],
  ];
  return rows.map(([name, factor]) => (
    <tr key={name}>
      <th scope="row">{name}</th>
      <td>{factor}</td>
    </tr>
  ));
}
