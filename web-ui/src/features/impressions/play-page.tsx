import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { campaignsQuery, devicesQuery, storesQuery } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { formatExact, OWN_ZONE, zoneName } from "../../lib/dates";
import { paths } from "../../lib/paths";
import { OPERATOR, type Role } from "../../lib/roles";
import { usePathParam } from "../../lib/route";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import { toneClass } from "../../ui/tone";
import { Checks } from "./checks";
import { EvidenceActions } from "./evidence-actions";
import css from "./impressions.module.css";
import { Money } from "./money";
import { Picture } from "./picture";
import { Price } from "./price";
import { Quality } from "./quality";
import { type Trail, trailQuery } from "./queries";
import { Signature } from "./signature";
import { Story } from "./story-panel";
import { useImpressionTexts } from "./texts";
import { Where } from "./where";

const SEES_CAMPAIGNS: readonly Role[] = [...OPERATOR, "ADVERTISER"];
const SEES_DEVICES: readonly Role[] = [...OPERATOR, "SUPPLIER"];

/** One play: what was shown where and when, how it was judged, what it cost, what proves it. */
export function Page() {
  const trail = useQuery(trailQuery(usePathParam("id")));
  return <Loaded query={trail}>{(found) => <Shown trail={found} />}</Loaded>;
}

/** What the ids of a play stand for, as far as the person may see it. */
function usePlace({ impression: play }: Trail) {
  const seesCampaigns = useHasRole(SEES_CAMPAIGNS);
  const seesDevices = useHasRole(SEES_DEVICES);
  const campaigns = useQuery({ ...campaignsQuery, enabled: seesCampaigns }).data;
  const devices = useQuery({ ...devicesQuery, enabled: seesDevices }).data;
  const stores = useQuery(storesQuery).data;
  const store = stores?.find(({ id }) => id === play.store_id);
  return {
    campaign: campaigns?.find(({ id }) => id === play.campaign_id)?.name ?? null,
    device: devices?.find(({ id }) => id === play.device_id)?.name ?? null,
    store: store ?? null,
    zone: store?.timezone ?? OWN_ZONE,
  };
}

function Shown({ trail }: { trail: Trail }) {
  const t = useImpressionTexts();
  const language = useLanguage();
  const { impression: play } = trail;
  const { campaign, device, store, zone } = usePlace(trail);
  const where = [store?.name, device].filter(Boolean).join(" · ");
  return (
    <>
      <PageTitle
        title={campaign ? t("playOf", { campaign }) : t("play")}
        badge={<Status kind="PlayStatus" word={play.status} />}
        subtitle={
          <>
            {where && `${where} · `}
            {formatExact(play.played_at, language, zone)} ({zoneName(zone)})
            {campaign && (
              <>
                {" · "}
                <Link to={paths.campaign(play.campaign_id)} className={css["back"] ?? ""}>
                  {t("toCampaign")}
                </Link>
              </>
            )}
          </>
        }
        actions={<EvidenceActions play={play} />}
      />
      <Notes trail={trail} />
      <div className={css["page"]}>
        <div className={css["stack"]}>
          <Panel title={t("screenshot")}>
            <Picture play={play} where={where} />
          </Panel>
          <Panel title={t("whereTitle")} flush>
            <Where play={play} store={store} />
          </Panel>
          <Panel title={t("story")}>
            <Story trail={trail} zone={zone} />
          </Panel>
        </div>
        <div className={css["stack"]}>
          <Panel title={t("checks")}>
            <Checks trail={trail} />
          </Panel>
          {isScored(trail) && (
            <Panel title={t("quality")}>
              <Quality play={play} />
            </Panel>
          )}
          <Panel title={t("price")}>
            <Price trail={trail} />
          </Panel>
          <Panel title={t("money")}>
            <Money trail={trail} storeName={store?.name ?? null} />
          </Panel>
        </div>
      </div>
      <div className={css["last"]}>
        <Panel title={t("signed")}>
          <Signature trail={trail} />
        </Panel>
      </div>
    </>
  );
}

/** A play that was refused before has no score. */
function isScored({ checks }: Trail): boolean {
  return checks.some(
    ({ check, outcome }) => check === "fraud_and_quality" && outcome !== "NOT_REACHED",
  );
}

/** Why it stands as it does. */
function Notes({ trail: { impression: play, dispute } }: { trail: Trail }) {
  const t = useImpressionTexts();
  const words = useWords();
  return (
    <>
      {play.status === "REJECTED" && play.rejection_reason && (
        <div className={`${css["note"]} ${toneClass("bad")}`}>
          <strong>{words("Rejection", play.rejection_reason)}.</strong> {play.rejection_message}
        </div>
      )}
      {play.status === "UNDER_REVIEW" && (
        <div className={`${css["note"]} ${toneClass("wait")}`}>
          {t("heldFor", { flags: play.flags.map((flag) => words("Flag", flag)).join(", ") })}
        </div>
      )}
      {dispute && play.disputed && (
        <div className={`${css["note"]} ${toneClass("wait")}`}>{t("isDisputed")}</div>
      )}
    </>
  );
}
