import { Button, Group } from "@mantine/core";
import { IconHandStop } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Campaign } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { compare, share } from "../../lib/decimal";
import { formatMoneyShort } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { BUYERS } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { ConfirmedAction } from "../../ui/action";
import { Badge } from "../../ui/badge";
import { Facts } from "../../ui/facts";
import { Figure } from "../../ui/figure";
import { Meter } from "../../ui/meter";
import { Panel } from "../../ui/panel";
import { Ago, Count, Moment, Money } from "../../ui/values";
import { type Summary, useStop } from "./queries";
import css from "./test-mode.module.css";
import { useTestTexts } from "./texts";

type Props = { campaign: Campaign; summary: Summary };

/** What a test has brought so far, or has brought. */
export function SummaryView({ campaign, summary }: Props) {
  const t = useTestTexts();
  const mayStop = useHasRole(BUYERS);
  const isRunning = summary.status === "RUNNING";
  return (
    <>
      <Panel
        title={
          <Group gap="xs">
            {t("newest", { number: String(summary.tests) })}
            <Badge tone={isRunning ? "good" : "quiet"}>{t(`state.${summary.status}`)}</Badge>
          </Group>
        }
        aside={isRunning && mayStop ? <Stop campaign={campaign} summary={summary} /> : undefined}
        flush
      >
        <Figures summary={summary} />
        <div className={css["padded"]}>
          <Facts
            facts={[
              [t("began"), <Moment key="began" at={summary.started_at} />],
              isRunning
                ? [
                    t("endsAt"),
                    <span key="ends">
                      <Moment at={summary.planned_end} /> (<Ago at={summary.planned_end} />)
                    </span>,
                  ]
                : [
                    t("endedAt"),
                    <span key="ended">
                      <Moment at={summary.ended_at ?? summary.planned_end} />
                      {summary.ended_by ? ` · ${t(`by.${summary.ended_by}`)}` : ""}
                    </span>,
                  ],
            ]}
          />
        </div>
      </Panel>
      <Stores summary={summary} />
      {summary.next_steps.length > 0 && <Next campaign={campaign} summary={summary} />}
    </>
  );
}

function Figures({ summary }: { summary: Summary }) {
  const t = useTestTexts();
  const language = useLanguage();
  const { spent, test_budget, actual_cpm, estimated_cpm, cpm_difference } = summary;
  const money = (amount: Summary["spent"]) => formatMoneyShort(amount, language);
  const isDear = cpm_difference != null && compare(cpm_difference, "0") > 0;
  return (
    <div className={css["figures"]}>
      <Figure
        label={t("plays")}
        value={<Count value={summary.impressions} />}
        hint={t("playsHint", { rejected: summary.rejected, review: summary.under_review })}
      />
      <Figure
        label={t("spent")}
        value={<Money amount={spent} short />}
        hint={
          <>
            {t("ofBudget", { budget: money(test_budget) })}
            <Meter
              share={share(spent, test_budget)}
              label={`${money(spent)} ${t("ofBudget", { budget: money(test_budget) })}`}
            />
          </>
        }
      />
      <Figure
        label={t("cpm")}
        value={actual_cpm ? <Money amount={actual_cpm} short /> : "–"}
        hint={
          cpm_difference != null
            ? t(isDear ? "dearer" : "cheaper", {
                amount: money(absolute(cpm_difference)),
                estimate: money(estimated_cpm),
              })
            : t("estimated", { estimate: money(estimated_cpm) })
        }
        {...(isDear && { tone: "wait" as const })}
      />
      <Figure
        label={t("quality")}
        value={summary.quality_score ?? "–"}
        hint={summary.quality_score == null ? t("noQuality") : t("qualityHint")}
      />
    </div>
  );
}

function absolute(amount: Summary["spent"]): Summary["spent"] {
  return amount.startsWith("-") ? (amount.slice(1) as Summary["spent"]) : amount;
}

/** The stores of the test side by side. */
function Stores({ summary }: { summary: Summary }) {
  const t = useTestTexts();
  const most = Math.max(1, ...summary.stores.map(({ impressions }) => impressions));
  return (
    <div className={css["stores"]}>
      {summary.stores.map((store) => (
        <Panel key={store.store_id} title={store.store_name}>
          <div className={css["count"]}>
            <b>
              <Count value={store.impressions} />
            </b>{" "}
            <span className={css["muted"]}>{t("plays")}</span>
          </div>
          <Meter
            share={store.impressions / most}
            tone="info"
            label={`${store.store_name}: ${store.impressions}`}
          />
          <div className={css["facts"]}>
            <Facts
              facts={[
                [t("rejected"), <Count key="rejected" value={store.rejected} />],
                [t("spent"), <Money key="spent" amount={store.spent} short />],
                [
                  t("cpm"),
                  store.actual_cpm ? <Money key="cpm" amount={store.actual_cpm} short /> : "–",
                ],
                [t("quality"), store.quality_score ?? "–"],
              ]}
            />
          </div>
        </Panel>
      ))}
    </div>
  );
}

function Stop({ campaign, summary }: Props) {
  const t = useTestTexts();
  const language = useLanguage();
  const stop = useStop(campaign.id);
  return (
    <ConfirmedAction
      variant="default"
      color="red"
      leftSection={<IconHandStop size={16} />}
      loading={stop.isPending}
      title={t("stopTitle")}
      text={t("stopText", { spent: formatMoneyShort(summary.spent, language) })}
      deed={t("stop")}
      onConfirm={() => stop.mutate()}
    >
      {t("stop")}
    </ConfirmedAction>
  );
}

/** What can follow a test that is over. */
function Next({ campaign, summary }: Props) {
  const t = useTestTexts();
  const can = (step: Summary["next_steps"][number]) => summary.next_steps.includes(step);
  const mayEdit = useHasRole(BUYERS) && campaign.allowed_actions.includes("EDIT");
  return (
    <Panel title={t("next")}>
      <p className={css["lead"]}>{t("nextText")}</p>
      <Group>
        {can("PROCEED") && (
          <Button renderRoot={(props) => <Link to={paths.campaign(campaign.id)} {...props} />}>
            {t("proceed")}
          </Button>
        )}
        {can("MODIFY") && mayEdit && (
          <Button
            variant="default"
            renderRoot={(props) => <Link to={paths.editCampaign(campaign.id)} {...props} />}
          >
            {t("modify")}
          </Button>
        )}
      </Group>
    </Panel>
  );
}
