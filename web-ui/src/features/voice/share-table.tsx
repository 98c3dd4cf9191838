import { useMemo } from "react";
import { compare } from "../../lib/decimal";
import { formatPercent, formatSigned } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { type Column, DataTable } from "../../ui/data-table";
import { toneClass } from "../../ui/tone";
import { Count } from "../../ui/values";
import { differenceOf, isApart, type Share } from "./shares";
import { useVoiceTexts } from "./texts";
import css from "./voice.module.css";

/** The same in numbers, with what was left out because of daily caps. */
export function ShareTable({ shares, title }: { shares: readonly Share[]; title: string }) {
  const t = useVoiceTexts();
  const language = useLanguage();
  const columns = useMemo<Column<Share>[]>(
    () => [
      {
        id: "name",
        title,
        compare: (a, b) => a.name.localeCompare(b.name, language),
        cell: (row) => <b className={css["name"]}>{row.name}</b>,
      },
      {
        id: "promised",
        wide: true,
        title: t("promised"),
        align: "right",
        compare: (a, b) => compare(a.promised, b.promised),
        cell: (row) => formatPercent(row.promised, language),
      },
      {
        id: "delivered",
        title: t("delivered"),
        align: "right",
        compare: (a, b) => compare(a.delivered, b.delivered),
        cell: (row) => formatPercent(row.delivered, language),
      },
      {
        id: "difference",
        wide: true,
        title: t("difference"),
        align: "right",
        compare: (a, b) => compare(differenceOf(a), differenceOf(b)),
        cell: (row) => <Difference share={row} />,
      },
      {
        id: "offered",
        wide: true,
        title: t("offered"),
        align: "right",
        compare: (a, b) => a.offeredPlays - b.offeredPlays,
        cell: (row) => <Count value={row.offeredPlays} />,
      },
      {
        id: "plays",
        title: t("billed"),
        align: "right",
        compare: (a, b) => a.deliveredPlays - b.deliveredPlays,
        cell: (row) => <Count value={row.deliveredPlays} />,
      },
      {
        id: "caps",
        wide: true,
        title: t("caps"),
        align: "right",
        compare: (a, b) => a.capSkips - b.capSkips,
        cell: (row) => <Count value={row.capSkips} />,
      },
    ],
    [t, language, title],
  );
  return (
    <DataTable label={t("numbers")} columns={columns} rows={shares} rowKey={({ key }) => key} />
  );
}

function Difference({ share }: { share: Share }) {
  const t = useVoiceTexts();
  const language = useLanguage();
  const difference = differenceOf(share);
  const isMore = compare(difference, "0") >= 0;
  const text = formatSigned(difference, language);
  const tone = isApart(share) ? toneClass(isMore ? "info" : "wait") : "";
  return (
    <span className={`${css["difference"]} ${tone}`} title={t("points")}>
      {text}
    </span>
  );
}
