import { IconMinus, IconPhoto, IconPhotoOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { devicesQuery, storesQuery } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { formatExact, OWN_ZONE, zoneName } from "../../lib/dates";
import { compare } from "../../lib/decimal";
import { OPERATOR } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import type { Column } from "../../ui/data-table";
import { Status } from "../../ui/status";
import { Money } from "../../ui/values";
import css from "./impressions.module.css";
import type { Play } from "./queries";
import { useImpressionTexts } from "./texts";

/** What the list says of a play, in one line. */
export function useColumns(): Column<Play>[] {
  const t = useImpressionTexts();
  const words = useWords();
  const language = useLanguage();
  const stores = useQuery(storesQuery).data;
  const devices = useQuery({ ...devicesQuery, enabled: useHasRole(OPERATOR) }).data;
  return useMemo(() => {
    const storeOf = new Map(stores?.map((store) => [store.id, store]));
    const deviceOf = new Map(devices?.map((device) => [device.id, device]));
    const place = (play: Play) => {
      const store = storeOf.get(play.store_id ?? "")?.name ?? "–";
      const device = deviceOf.get(play.device_id ?? "")?.name;
      return device ? `${store} · ${device}` : store;
    };
    const why = (play: Play) =>
      play.rejection_reason
        ? words("Rejection", play.rejection_reason)
        : play.flags.map((flag) => words("Flag", flag)).join(", ");
    return [
      {
        id: "when",
        title: t("when"),
        compare: (a, b) => Date.parse(a.played_at) - Date.parse(b.played_at),
        cell: (play) => {
          const zone = storeOf.get(play.store_id ?? "")?.timezone ?? OWN_ZONE;
          return (
            <time dateTime={play.played_at} title={play.played_at}>
              {formatExact(play.played_at, language, zone)}{" "}
              <span className={css["muted"]}>{zoneName(zone)}</span>
            </time>
          );
        },
      },
      {
        id: "status",
        title: t("status"),
        compare: (a, b) => a.status.localeCompare(b.status),
        cell: (play) => <Status kind="PlayStatus" word={play.status} />,
      },
      {
        id: "place",
        title: t("place"),
        compare: (a, b) => place(a).localeCompare(place(b), language),
        cell: (play) => <span className={css["cut"]}>{place(play)}</span>,
      },
      {
        id: "seconds",
        title: t("seconds"),
        align: "right",
        compare: (a, b) => a.duration_actual - b.duration_actual,
        cell: (play) => `${play.duration_actual} / ${play.duration_expected} s`,
      },
      {
        id: "quality",
        title: t("quality"),
        align: "right",
        compare: (a, b) => a.quality_score - b.quality_score,
        cell: (play) => play.quality_score,
      },
      {
        id: "cost",
        title: t("cost"),
        align: "right",
        compare: (a, b) => compare(a.cost, b.cost),
        cell: (play) => <Money amount={play.cost} />,
      },
      {
        id: "why",
        title: t("remarks"),
        cell: (play) => <span className={`${css["cut"]} ${css["muted"]}`}>{why(play)}</span>,
      },
      {
        id: "picture",
        title: t("picture"),
        cell: (play) => <PictureMark play={play} />,
      },
    ];
  }, [t, words, language, stores, devices]);
}

function PictureMark({ play }: { play: Play }) {
  const t = useImpressionTexts();
  if (play.proof_available)
    return <IconPhoto size={17} stroke={1.6} aria-label={t("hasPicture")} />;
  if (play.screenshot_deleted_at) {
    return <IconPhotoOff size={17} stroke={1.6} aria-label={t("pictureGone")} />;
  }
  return <IconMinus size={17} stroke={1.6} aria-label={t("noPicture")} />;
}
