import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { assetContent } from "../../api/catalog";
import { share } from "../../lib/decimal";
import { formatMoney, formatMoneyShort } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Badge } from "../../ui/badge";
import { Facts } from "../../ui/facts";
import { StoreMap } from "../../ui/map/store-map";
import { MediaButton } from "../../ui/media";
import { Meter } from "../../ui/meter";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import type { Tone } from "../../ui/tone";
import { Ago, Count, Moment, Money } from "../../ui/values";
import { Advertiser } from "./advertiser";
import css from "./approvals.module.css";
import { estimateQuery, type Review, reviewQuery } from "./queries";
import { SimilarCampaigns } from "./similar-campaigns";
import { useApprovalTexts } from "./texts";
import { readWarning } from "./warnings";

/** A campaign side by side: what it shows, why it waits, where it would run, who buys. */
export function CampaignEvidence({ id }: { id: string }) {
  const review = useQuery(reviewQuery(id));
  return (
    <Loaded query={review}>
      {(found) => (
        <>
          <Content review={found} />
          <div className={css["evidence"]}>
            <Plan review={found} />
            <Advertiser history={found.advertiser} />
          </div>
          <Where review={found} />
          <SimilarCampaigns campaign={found.campaign} content={found.content} />
        </>
      )}
    </Loaded>
  );
}

type Props = { review: Review };

function Content({ review: { content, campaign } }: Props) {
  const t = useApprovalTexts();
  return (
    <Panel
      title={campaign.name}
      aside={
        <Anchor component={Link} to={paths.campaign(campaign.id)} size="sm">
          {t("openCampaign")}
        </Anchor>
      }
    >
      {campaign.description && <p className={css["description"]}>{campaign.description}</p>}
      {content.length === 0 && <Empty title={t("noContent")} />}
      <ul className={css["gallery"]}>
        {content.map(({ id, kind, name, status, scan_flags, duration_seconds }) => (
          <li key={id}>
            <div className={css["shot"]}>
              <MediaButton
                file={{ src: assetContent(id), kind, name, seconds: duration_seconds }}
                fit="contain"
              />
            </div>
            <div className={css["caption"]}>
              <span className={css["name"]}>{name}</span>
              <span className={css["flags"]}>
                <Status kind="AssetStatus" word={status} />
                {scan_flags.map((flag) => (
                  <Status key={flag} kind="ScanFlag" word={flag} />
                ))}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Plan({ review }: Props) {
  const t = useApprovalTexts();
  const words = useWords();
  const language = useLanguage();
  const { campaign, expires_at } = review;
  const { start_date, end_date, pricing, dayparts, daily_cap, budget, category } = campaign;
  const cpm = pricing.cpm ? formatMoney(pricing.cpm, language) : "";
  const moment = (at: string | null | undefined) => (at ? <Moment at={at} /> : null);
  return (
    <Panel title={t("plan")}>
      <Reasons review={review} />
      <Facts
        facts={[
          [t("brand"), campaign.brand_name ?? null],
          [t("category"), category ? words("Category", category) : null],
          [t("budget"), budget ? <Money key="budget" amount={budget} /> : null],
          [t("dailyCap"), daily_cap ? <Money key="cap" amount={daily_cap} /> : t("noCap")],
          [t("price"), pricing.mode === "FIXED_CPM" ? t("fixed", { cpm }) : t("byCard")],
          [t("starts"), moment(start_date)],
          [t("ends"), moment(end_date)],
          [
            t("hours"),
            dayparts.length === 0
              ? t("always")
              : dayparts
                  .map(({ days, from, to }) => `${dayNames(days, language)} ${from}–${to}`)
                  .join("; "),
          ],
          [t("priority"), `${campaign.priority} / 10`],
          [t("submitted"), moment(campaign.submitted_at)],
          [t("expires"), expires_at ? <Ago key="expires" at={expires_at} /> : null],
        ]}
      />
      <Forecast review={review} />
    </Panel>
  );
}

/** The second of January 2006 was a Monday. */
const MONDAY = Date.UTC(2006, 0, 2);
const DAY_MS = 86_400_000;
const DAYS = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] as const;

function dayNames(days: readonly string[], language: string): string {
  const format = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" });
  return DAYS.flatMap((day, at) =>
    days.includes(day) ? [format.format(MONDAY + at * DAY_MS)] : [],
  ).join(" ");
}

function Reasons({ review: { approval_reasons, campaign } }: Props) {
  const t = useApprovalTexts();
  const words = useWords();
  const language = useLanguage();
  const budget = formatMoneyShort(campaign.budget ?? "0", language);
  const said = approval_reasons.map((text) => {
    const warning = readWarning(text);
    if (warning.code === "flagged") {
      return t("why.flagged", { flag: words("ScanFlag", warning.flag) });
    }
    return warning.code === "large" ? t("why.large", { budget }) : warning.text;
  });
  if (campaign.review_flags.length > 0) said.push(t("why.duplicates"));
  if (said.length === 0) return null;
  return (
    <div className={css["reasons"]}>
      {said.map((text) => (
        <Badge key={text} tone="wait">
          {text}
        </Badge>
      ))}
    </div>
  );
}

/** What it would deliver, against its budget. */
function Forecast({ review: { campaign } }: Props) {
  const t = useApprovalTexts();
  const language = useLanguage();
  const estimate = useQuery(estimateQuery(campaign.id)).data;
  const { budget } = campaign;
  if (!estimate || !budget) return null;
  const { expected_cost, expected_cpm, deliverable_impressions, estimated_impressions } = estimate;
  const plays = Math.min(deliverable_impressions, estimated_impressions);
  return (
    <div className={css["forecast"]}>
      <span className={css["muted"]}>
        {t("forecast", {
          count: plays,
          cost: formatMoneyShort(expected_cost, language),
          cpm: formatMoneyShort(expected_cpm, language),
        })}
      </span>
      <Meter
        share={share(expected_cost, budget)}
        label={t("forecastMeter", {
          cost: formatMoneyShort(expected_cost, language),
          budget: formatMoneyShort(budget, language),
        })}
      />
    </div>
  );
}

const FITNESS: Record<Review["stores"][number]["fitness"], Tone> = {
  ELIGIBLE: "good",
  BLOCKED: "bad",
  UNUSABLE: "quiet",
};

function Where({ review: { stores } }: Props) {
  const t = useApprovalTexts();
  const out = stores.filter(({ fitness }) => fitness !== "ELIGIBLE");
  const screens = stores.reduce((sum, { devices }) => sum + devices, 0);
  return (
    <Panel
      title={t("where")}
      aside={
        <span className={css["muted"]}>
          {t("whereText", { count: stores.length - out.length, all: stores.length, screens })}
        </span>
      }
      flush
    >
      {stores.length === 0 ? (
        <Empty title={t("noStores")} />
      ) : (
        <StoreMap
          height={260}
          places={stores.map(({ store_id, store_name, lat, lng, fitness, reason }) => ({
            id: store_id,
            name: store_name,
            lat,
            lng,
            tone: FITNESS[fitness],
            ...(reason && { note: reason }),
          }))}
        />
      )}
      {out.length > 0 && (
        <ul className={css["out"]}>
          {out.map(({ store_id, store_name, fitness, reason, devices }) => (
            <li key={store_id}>
              <Badge tone={FITNESS[fitness]}>{t(`fitness.${fitness}`)}</Badge> {store_name}{" "}
              <span className={css["muted"]}>
                {reason ?? (
                  <>
                    <Count value={devices} /> {t("screens")}
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
