import { Select, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { useMemo } from "react";
import type { Store } from "../../../api/catalog";
import { readAmount } from "../../../lib/amount";
import { useWords } from "../../../lib/words";
import { AmountInput } from "../../../ui/amount-input";
import { Panel } from "../../../ui/panel";
import { AssetPicker, Rotation } from "../asset-picker";
import { CATEGORIES } from "../categories";
import type { Asset } from "../queries";
import { defaultPriority, priorities } from "../rules";
import { DaypartFields } from "../stores/daypart-fields";
import { standings } from "../stores/standing";
import { StoreList } from "../stores/store-list";
import { useWizardTexts } from "../texts";
import type { Field } from "../values";
import css from "../wizard.module.css";
import { isStoreFixed, ruleOf } from "./checks";
import type { EditProps } from "./edit-form";
import { useEditTexts } from "./texts";

type Props = EditProps & { stores: readonly Store[]; assets: readonly Asset[] };

/** Every field that the campaign's status leaves open, with what may be done to it. */
export function EditFields(props: Props) {
  const { campaign } = props;
  const t = useWizardTexts();
  const isOpen = (...fields: Field[]) =>
    fields.some((field) => ruleOf(campaign, field) !== "READ_ONLY");
  return (
    <>
      {isOpen("name", "description", "brand_name", "category") && (
        <Panel title={t("whatTitle")}>
          <WhatFields {...props} />
        </Panel>
      )}
      {isOpen("budget", "daily_cap", "priority", "impression_goal") && (
        <Panel title={t("moneyTitle")}>
          <MoneyFields {...props} />
        </Panel>
      )}
      {isOpen("start_date", "end_date") && (
        <Panel title={t("whenTitle")}>
          <DateFields {...props} />
        </Panel>
      )}
      {isOpen("content_assets") && <ContentFields {...props} />}
      {isOpen("target_stores") && <StoreFields {...props} />}
      {isOpen("dayparts") && (
        <Panel title={t("hoursOfWeek")}>
          <DaypartFields
            windows={props.values.dayparts}
            problem={props.problem("dayparts")}
            onChange={(windows) => props.set("dayparts", windows)}
          />
        </Panel>
      )}
    </>
  );
}

/** What stands below a field: what its rule lets through. */
function useHint({ campaign }: EditProps) {
  const t = useEditTexts();
  return (field: Field) => {
    const rule = ruleOf(campaign, field);
    return rule === "FREE" || rule === "READ_ONLY" ? undefined : t(`rule.${rule}`);
  };
}

function isEditable({ campaign }: EditProps, field: Field): boolean {
  return ruleOf(campaign, field) !== "READ_ONLY";
}

function WhatFields(props: Props) {
  const { values, set, problem } = props;
  const t = useWizardTexts();
  const words = useWords();
  return (
    <Stack>
      {isEditable(props, "name") && (
        <TextInput
          label={t("name")}
          required
          value={values.name}
          error={problem("name")}
          onChange={({ currentTarget }) => set("name", currentTarget.value)}
        />
      )}
      {isEditable(props, "description") && (
        <Textarea
          label={t("description")}
          autosize
          minRows={2}
          value={values.description}
          error={problem("description")}
          onChange={({ currentTarget }) => set("description", currentTarget.value)}
        />
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {isEditable(props, "brand_name") && (
          <TextInput
            label={t("brand")}
            required
            value={values.brand_name}
            error={problem("brand_name")}
            onChange={({ currentTarget }) => set("brand_name", currentTarget.value)}
          />
        )}
        {isEditable(props, "category") && (
          <Select
            label={t("category")}
            allowDeselect={false}
            data={CATEGORIES.map((word) => ({ value: word, label: words("Category", word) }))}
            value={values.category || null}
            error={problem("category")}
            onChange={(word) => set("category", word ?? "")}
          />
        )}
      </SimpleGrid>
    </Stack>
  );
}

function MoneyFields(props: Props) {
  const { values, set, problem } = props;
  const t = useWizardTexts();
  const hint = useHint(props);
  const budget = readAmount(values.budget);
  const usual = budget === null ? null : defaultPriority(budget);
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {isEditable(props, "budget") && (
        <AmountInput
          label={t("budget")}
          description={hint("budget")}
          value={values.budget}
          error={problem("budget")}
          onChange={(text) => set("budget", text)}
        />
      )}
      {isEditable(props, "daily_cap") && (
        <AmountInput
          label={t("dailyCap")}
          description={t("dailyCapHint")}
          value={values.daily_cap}
          error={problem("daily_cap")}
          onChange={(text) => set("daily_cap", text)}
        />
      )}
      {isEditable(props, "priority") && (
        <Select
          label={t("priority")}
          description={t("priorityHint")}
          allowDeselect={false}
          data={[
            {
              value: "",
              label: usual === null ? t("priorityLater") : t("usual", { number: usual }),
            },
            ...(budget === null ? [] : priorities(budget))
              .filter((number) => number !== usual)
              .map((number) => ({ value: String(number), label: String(number) })),
          ]}
          value={values.priority === null ? "" : String(values.priority)}
          error={problem("priority")}
          onChange={(text) => set("priority", text ? Number(text) : null)}
        />
      )}
      {isEditable(props, "impression_goal") && (
        <TextInput
          label={t("goal")}
          description={t("goalHint")}
          inputMode="numeric"
          value={values.impression_goal}
          error={problem("impression_goal")}
          onChange={({ currentTarget }) => set("impression_goal", currentTarget.value)}
        />
      )}
    </SimpleGrid>
  );
}

function DateFields(props: Props) {
  const { values, set, problem } = props;
  const t = useWizardTexts();
  const hint = useHint(props);
  const dates = (["start_date", "end_date"] as const).filter((one) => isEditable(props, one));
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {dates.map((field) => (
        <TextInput
          key={field}
          type="date"
          label={t(field === "start_date" ? "start" : "end")}
          description={hint(field) ?? t(field === "start_date" ? "startHint" : "endHint")}
          value={values[field]}
          error={problem(field)}
          onChange={({ currentTarget }) => set(field, currentTarget.value)}
        />
      ))}
    </SimpleGrid>
  );
}

function ContentFields(props: Props) {
  const { campaign, values, set, problem, assets } = props;
  const t = useWizardTexts();
  const edit = useEditTexts();
  const words = useWords();
  const rule = ruleOf(campaign, "content_assets");
  const hint = useHint(props)("content_assets");
  const chosen = values.content_assets;
  const error = problem("content_assets");
  const why = (asset: Asset) => {
    const isOwn = campaign.content_assets.includes(asset.id);
    if (isOwn && rule === "ADD_ASSETS" && asset.status === "APPROVED") return edit("playsNow");
    if (isOwn || asset.status === "APPROVED") return null;
    return t("assetOff", { status: words("AssetStatus", asset.status) });
  };
  return (
    <Panel title={t("step.content")}>
      {hint && <p className={css["muted"]}>{hint}</p>}
      {error && (
        <p className={css["bad"]} role="alert">
          {error}
        </p>
      )}
      <Rotation
        assets={assets}
        chosen={chosen}
        {...(rule !== "ADD_ASSETS" && { onChange: (ids) => set("content_assets", ids) })}
      />
      <details className={css["more"]}>
        <summary>{t("library")}</summary>
        <AssetPicker
          assets={assets}
          chosen={chosen}
          why={why}
          onChange={(ids) => set("content_assets", ids)}
        />
      </details>
    </Panel>
  );
}

function StoreFields(props: Props) {
  const { campaign, values, set, problem, stores } = props;
  const t = useWizardTexts();
  const hint = useHint(props)("target_stores");
  const chosen = values.target_stores;
  const standing = useMemo(
    () => standings(stores, new Set(chosen), undefined, campaign.blocked_stores),
    [stores, chosen, campaign.blocked_stores],
  );
  const error = problem("target_stores");
  return (
    <Panel title={t("step.stores")} flush>
      {hint && <p className={`${css["muted"]} ${css["inset"]}`}>{hint}</p>}
      {error && (
        <p className={css["badFlush"]} role="alert">
          {error}
        </p>
      )}
      <StoreList
        stores={stores}
        chosen={chosen}
        standing={standing}
        isFixed={(id) => isStoreFixed(campaign, id)}
        onChange={(ids) => set("target_stores", ids)}
      />
    </Panel>
  );
}
