import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { campaignsQuery } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { formatDay } from "../../lib/dates";
import { formatBytes } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { OPERATOR } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Badge } from "../../ui/badge";
import { Media } from "../../ui/media";
import { Status } from "../../ui/status";
import { useNow } from "../../ui/values";
import css from "./assets.module.css";
import { licenceTone } from "./licence";
import { type Asset, mediaOf, useAdvertisers } from "./queries";
import { useAssetTexts } from "./texts";

/** One file of the library: its picture first, what matters below. */
export function AssetCard({ asset }: { asset: Asset }) {
  const t = useAssetTexts();
  const words = useWords();
  const language = useLanguage();
  const uses = useQuery(campaignsQuery).data?.filter(({ content_assets }) =>
    content_assets.includes(asset.id),
  ).length;
  return (
    <li className={css["card"]}>
      <Link to={paths.asset(asset.id)} className={css["cardLink"]}>
        <span className={css["picture"]}>
          <Media file={mediaOf(asset)} fit="contain" />
        </span>
        <span className={css["cardText"]}>
          <b className={css["cardName"]} title={asset.name}>
            {asset.name}
          </b>
          <span className={css["badges"]}>
            <Status kind="AssetStatus" word={asset.status} />
            {asset.scan_flags.map((flag) => (
              <Status key={flag} kind="ScanFlag" word={flag} />
            ))}
            <Licence end={asset.license_expires_at} />
          </span>
          <span className={`${css["muted"]} ${css["fileFacts"]}`}>
            {words("AssetKind", asset.kind)} · {asset.width} × {asset.height} ·{" "}
            {formatBytes(asset.bytes, language)}
          </span>
          <span className={css["muted"]}>
            <Buyer id={asset.advertiser_id ?? null} />
            {uses === undefined ? "" : t("uses", { count: uses })}
          </span>
        </span>
      </Link>
    </li>
  );
}

function Licence({ end }: { end: string | null | undefined }) {
  const t = useAssetTexts();
  const language = useLanguage();
  const tone = licenceTone(end, useNow(60_000));
  if (!end || tone === null || tone === "quiet") return null;
  return <Badge tone={tone}>{t("until", { day: formatDay(end, language) })}</Badge>;
}

/** Whose it is; said to those who see files of several buyers. */
function Buyer({ id }: { id: string | null }) {
  return useHasRole(OPERATOR) ? <BuyerName id={id} /> : null;
}

function BuyerName({ id }: { id: string | null }) {
  const name = useAdvertisers().find((one) => one.id === id)?.name;
  return name === undefined ? null : `${name} · `;
}
