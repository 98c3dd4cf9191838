import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { Store } from "../../../api/catalog";
import type { Schema } from "../../../api/client";
import { Problem } from "../../../api/problem";
import { Panel } from "../../../ui/panel";
import { Empty, Loaded } from "../../../ui/states";
import { EstimatePanel } from "../estimate-panel";
import { toggled } from "../order";
import { estimateQuery, offeredQuery } from "../queries";
import type { PartProps } from "../shown";
import { CriteriaFields, NO_CRITERIA } from "../stores/criteria-fields";
import { DaypartFields } from "../stores/daypart-fields";
import { isMatch } from "../stores/matching";
import { standings } from "../stores/standing";
import { StoreList } from "../stores/store-list";
import { StoreOutcome } from "../stores/store-outcome";
import { useWizardTexts } from "../texts";
import css from "../wizard.module.css";

/** Where and at which hours, with the map and the estimate beside it. */
export function StoresStep(props: PartProps) {
  const t = useWizardTexts();
  const stores = useQuery(offeredQuery);
  return (
    <Loaded
      query={stores}
      isEmpty={(rows) => rows.length === 0}
      empty={<Empty title={t("noStores")}>{t("noStoresText")}</Empty>}
    >
      {(rows) => <Choice {...props} stores={rows} />}
    </Loaded>
  );
}

function Choice({ campaign, draft, shown, stores }: PartProps & { stores: readonly Store[] }) {
  const t = useWizardTexts();
  const { values, set, saving, refusal } = draft;
  const { criteria, target_stores: picked, dayparts } = values;
  const judged = useQuery(estimateQuery(campaign)).data;
  const chosen = useMemo(() => {
    const matches = criteria && stores.filter((store) => isMatch(store, criteria));
    return matches ? matches.map(({ id }) => id) : [...picked];
  }, [criteria, picked, stores]);
  const standing = useMemo(
    () => standings(stores, new Set(chosen), judged, blockedBy(refusal, campaign.blocked_stores)),
    [stores, chosen, judged, refusal, campaign.blocked_stores],
  );
  const pick = useCallback((ids: string[]) => set("target_stores", ids), [set]);
  const problem = shown.problem(criteria ? "criteria" : "target_stores");
  return (
    <div className={css["wide"]}>
      <div className={css["stack"]}>
        <Panel
          title={t("whereTitle")}
          flush
          aside={
            <SegmentedControl
              size="xs"
              aria-label={t("whereTitle")}
              value={criteria ? "criteria" : "hand"}
              onChange={(mode) => {
                if (mode === "criteria") return set("criteria", NO_CRITERIA);
                set("target_stores", picked.length > 0 ? picked : chosen);
                set("criteria", null);
              }}
              data={[
                { value: "hand", label: t("byHand") },
                { value: "criteria", label: t("byCriteria") },
              ]}
            />
          }
        >
          {problem && (
            <p className={css["badFlush"]} role="alert" tabIndex={-1} data-wrong-group>
              {problem}
            </p>
          )}
          {criteria ? (
            <div className={css["padded"]}>
              <CriteriaFields
                stores={stores}
                criteria={criteria}
                onChange={(next) => set("criteria", next)}
              />
            </div>
          ) : (
            <StoreList stores={stores} chosen={picked} standing={standing} onChange={pick} />
          )}
        </Panel>
        <Panel title={t("hoursOfWeek")}>
          <DaypartFields
            windows={dayparts}
            problem={shown.problem("dayparts")}
            onChange={(windows) => {
              set("dayparts", windows);
              shown.touch("dayparts");
            }}
          />
        </Panel>
      </div>
      <div className={css["beside"]}>
        <StoreOutcome
          stores={stores}
          standing={standing}
          {...(!criteria && { onToggle: (id: string) => pick(toggled(picked, id)) })}
        />
        <EstimatePanel campaign={campaign} isBusy={saving !== "saved"} />
      </div>
    </div>
  );
}

/** The stores that block: those that a refusal names, else those of the campaign as saved. */
function blockedBy(refusal: Error | null, saved: readonly Schema<"BlockedStore">[]) {
  const named = refusal instanceof Problem ? refusal.members["blocked_stores"] : undefined;
  return Array.isArray(named) ? (named as Schema<"BlockedStore">[]) : saved;
}
