import type { Schema } from "../../api/client";
import { formatCount } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Meter } from "../../ui/meter";
import { Panel } from "../../ui/panel";
import { useScreenName } from "./price-table";
import css from "./rates.module.css";
import { useRateTexts } from "./texts";

type Line = { name: string; percent: number };

/** What a base rate is multiplied by, table by table. */
export function Factors({ multipliers }: { multipliers: Schema<"Multipliers"> }) {
  const t = useRateTexts();
  const language = useLanguage();
  const screenName = useScreenName();
  const { traffic, screen, priority, quality } = multipliers;
  const groups: [string, Line[]][] = [
    [
      t("visitors"),
      traffic.map(({ from_visitors, percent }) => ({
        name:
          from_visitors === 0
            ? t("anyLess")
            : t("andMore", { from: formatCount(from_visitors, language) }),
        percent,
      })),
    ],
    [t("screen"), screen.map((one) => ({ name: screenName(one), percent: one.percent }))],
    [
      t("priority"),
      priority.map(({ from_priority, percent }) => ({
        name: from_priority === 0 ? t("anyLess") : t("andMore", { from: String(from_priority) }),
        percent,
      })),
    ],
    [t("quality"), quality.map(({ band, percent }) => ({ name: t(`band.${band}`), percent }))],
  ];
  const top = Math.max(...groups.flatMap(([, lines]) => lines.map(({ percent }) => percent)));
  return (
    <Panel title={t("factors")}>
      <div className={css["factors"]}>
        {groups.map(([title, lines]) => (
          <section key={title}>
            <h3 className={css["factorTitle"]}>{title}</h3>
            {lines.map(({ name, percent }) => (
              <div key={name} className={css["factor"]}>
                <span>{name}</span>
                <b>{percent === 0 ? t("notBilled") : `× ${formatFactor(percent, language)}`}</b>
                <Meter
                  share={percent / top}
                  tone={percent > 100 ? "wait" : percent < 100 ? "info" : "quiet"}
                  label={`${name}: ${percent} %`}
                />
              </div>
            ))}
          </section>
        ))}
      </div>
    </Panel>
  );
}

function formatFactor(percent: number, language: string): string {
  return new Intl.NumberFormat(language, { minimumFractionDigits: 1 }).format(percent / 100);
}
