import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Campaign } from "../../api/catalog";
import { formatDay } from "../../lib/dates";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Facts } from "../../ui/facts";
import { Panel } from "../../ui/panel";
import { Money } from "../../ui/values";
import { Rotation } from "./asset-picker";
import { assetsQuery, offeredQuery } from "./queries";
import type { Step } from "./rules";
import { useWizardTexts } from "./texts";
import { useGoTo } from "./use-go-to";
import css from "./wizard.module.css";

type FactList = readonly (readonly [string, ReactNode])[];

/** All fields of a draft as saved, each part with the way back to it. */
export function Summary({ campaign }: { campaign: Campaign }) {
  const t = useWizardTexts();
  const goTo = useGoTo();
  const assets = useQuery(assetsQuery(campaign.advertiser_id ?? "")).data ?? [];
  const part = (step: Step, children: ReactNode) => (
    <Panel
      title={t(`step.${step}`)}
      aside={
        <Anchor
          component="button"
          type="button"
          size="sm"
          aria-label={t("changePart", { name: t(`step.${step}`) })}
          onClick={() => goTo(campaign.id, step)}
        >
          {t("change")}
        </Anchor>
      }
    >
      {children}
    </Panel>
  );
  return (
    <>
      {part("basics", <Facts facts={useBasics(campaign)} />)}
      {part("content", <Rotation assets={assets} chosen={campaign.content_assets} />)}
      {part("stores", <Facts facts={useStores(campaign)} />)}
    </>
  );
}

function useBasics(campaign: Campaign): FactList {
  const t = useWizardTexts();
  const words = useWords();
  const language = useLanguage();
  const { start_date, end_date, budget, daily_cap, impression_goal } = campaign;
  const day = (at: string) => `${formatDay(at, language)} (UTC)`;
  return [
    [t("name"), campaign.name],
    [t("description"), campaign.description ?? null],
    [t("brand"), campaign.brand_name ?? "–"],
    [t("category"), campaign.category ? words("Category", campaign.category) : "–"],
    [t("start"), start_date ? day(start_date) : "–"],
    [t("end"), end_date ? day(end_date) : "–"],
    [t("budget"), budget ? <Money key="budget" amount={budget} /> : "–"],
    [t("dailyCap"), daily_cap ? <Money key="cap" amount={daily_cap} /> : t("none")],
    [t("priority"), campaign.priority],
    [t("goal"), impression_goal ?? null],
  ];
}

const NAMED = 6;

function useStores(campaign: Campaign): FactList {
  const t = useWizardTexts();
  const words = useWords();
  const stores = useQuery(offeredQuery).data ?? [];
  const { target_stores: ids, targeting_criteria: criteria, dayparts } = campaign;
  const names = stores.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
  const rest = ids.length - Math.min(NAMED, names.length);
  const shown = names.slice(0, NAMED).join(", ");
  const asked = criteria && [
    ...criteria.regions,
    ...criteria.categories.map((word) => words("StoreCategory", word)),
    ...(criteria.min_foot_traffic ? [t("atLeast", { count: criteria.min_foot_traffic })] : []),
    ...(criteria.near ? [t("withinKm", { km: criteria.near.max_distance_km })] : []),
  ];
  return [
    [
      t("stores"),
      <span key="stores">
        {t("storeCount", { count: ids.length })}
        <span className={css["muted"]}>
          {" "}
          {rest > 0 ? t("andMore", { names: shown, count: rest }) : shown}
        </span>
      </span>,
    ],
    [t("byCriteria"), asked ? asked.join(", ") : null],
    [
      t("hoursOfWeek"),
      dayparts.length === 0
        ? t("preset.allHours")
        : dayparts
            .map(
              ({ days, from, to }) =>
                `${days.map((day) => t(`day.${day}`)).join(" ")} ${from}–${to}`,
            )
            .join("; "),
    ],
  ];
}
