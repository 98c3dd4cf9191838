import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { IconDeviceFloppy } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { Campaign, Store } from "../../../api/catalog";
import type { Problem } from "../../../api/problem";
import { formatDay } from "../../../lib/dates";
import { compare, type Decimal, subtract } from "../../../lib/decimal";
import { formatMoneyShort } from "../../../lib/numbers";
import { useLanguage } from "../../../lib/texts";
import { useWords } from "../../../lib/words";
import { Action } from "../../../ui/action";
import { Panel } from "../../../ui/panel";
import { type Asset, rateImpactQuery, walletQuery } from "../queries";
import { useWizardTexts } from "../texts";
import { amountOf, type Field, type Values, valuesOf } from "../values";
import css from "../wizard.module.css";
import { listChange, raiseOf, ruleOf } from "./checks";
import { useEditTexts } from "./texts";

type Props = {
  campaign: Campaign;
  values: Values;
  changed: readonly Field[];
  stores: readonly Store[];
  assets: readonly Asset[];
  reason: string;
  onReason: (reason: string) => void;
  why: string | null;
  refused: Problem | null;
  isSaving: boolean;
  onSave: () => void;
  onReload: () => void;
};

/** What the edit would change, field by field, and what follows from it. */
export function ChangesPanel(props: Props) {
  const { campaign, changed, reason, onReason, why, refused, isSaving, onSave, onReload } = props;
  const t = useEditTexts();
  const consequences = useConsequences(props);
  const isStale = refused?.status === 412;
  const isGeneral = refused !== null && (isStale || refused.fields.length === 0);
  return (
    <>
      <Panel title={t("changes")}>
        <Stack gap="sm">
          {changed.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t("nothing")}
            </Text>
          ) : (
            <ul className={css["changes"]}>
              {changed.map((field) => (
                <Change key={field} field={field} {...props} />
              ))}
            </ul>
          )}
          {consequences.map(({ tone, text }) => (
            <p key={text} className={tone === "bad" ? css["bad"] : css["waitBox"]}>
              {text}
            </p>
          ))}
          <Textarea
            label={t("reason")}
            description={t("reasonHint")}
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={({ currentTarget }) => onReason(currentTarget.value)}
          />
          {isGeneral && (
            <div className={css["bad"]} role="alert">
              {isStale ? t("stale") : refused.message}
              {isStale && (
                <Group mt="xs">
                  <Button size="compact-sm" variant="default" onClick={onReload}>
                    {t("loadNewest")}
                  </Button>
                </Group>
              )}
            </div>
          )}
          <Action
            leftSection={<IconDeviceFloppy size={16} />}
            why={why}
            loading={isSaving}
            onClick={onSave}
          >
            {changed.length === 0 ? t("save") : t("saveChanges", { count: changed.length })}
          </Action>
        </Stack>
      </Panel>
      <RateNote campaign={campaign} />
    </>
  );
}

function Change({ field, campaign, values, stores, assets }: Props & { field: Field }) {
  const wizard = useWizardTexts();
  const t = useEditTexts();
  const say = useSaid(stores, assets);
  const before = valuesOf(campaign);
  if (field === "target_stores" || field === "content_assets") {
    const { added, removed } = listChange(before[field], values[field]);
    const named = (ids: readonly string[]) => ids.map((id) => say.nameOf(field, id)).join(", ");
    return (
      <li>
        <span className={css["muted"]}>
          {wizard(field === "target_stores" ? "step.stores" : "step.content")}
        </span>
        {added.length > 0 && <span>+ {named(added)}</span>}
        {removed.length > 0 && <del>{named(removed)}</del>}
        {added.length + removed.length === 0 && <span>{t("reordered")}</span>}
      </li>
    );
  }
  return (
    <li>
      <span className={css["muted"]}>{wizard(LABELS[field] ?? "name")}</span>
      <span>
        <del>{say.value(field, before)}</del> → <b>{say.value(field, values)}</b>
      </span>
    </li>
  );
}

const LABELS = {
  name: "name",
  description: "description",
  brand_name: "brand",
  category: "category",
  budget: "budget",
  daily_cap: "dailyCap",
  start_date: "start",
  end_date: "end",
  impression_goal: "goal",
  priority: "priority",
  dayparts: "hoursOfWeek",
  content_assets: "step.content",
  target_stores: "step.stores",
  criteria: "byCriteria",
} as const;

/** Values of fields as people read them. */
function useSaid(stores: readonly Store[], assets: readonly Asset[]) {
  const t = useWizardTexts();
  const words = useWords();
  const language = useLanguage();
  const value = (field: Field, values: Values): string => {
    switch (field) {
      case "budget":
      case "daily_cap":
        return values[field] === ""
          ? t("none")
          : formatMoneyShort(amountOf(values[field]), language);
      case "start_date":
      case "end_date":
        return values[field] === "" ? "–" : formatDay(values[field], language);
      case "category":
        return words("Category", values.category);
      case "priority":
        return values.priority === null ? t("priorityLater") : String(values.priority);
      case "dayparts":
        return (
          values.dayparts
            .map(
              ({ days, from, to }) =>
                `${days.map((day) => t(`day.${day}` as "day.MON")).join(" ")} ${from}–${to}`,
            )
            .join("; ") || t("preset.allHours")
        );
      case "name":
      case "description":
      case "brand_name":
      case "impression_goal":
        return values[field] || t("none");
      case "content_assets":
      case "target_stores":
      case "criteria":
        return "";
    }
  };
  const nameOf = (field: "target_stores" | "content_assets", id: string) => {
    const rows: readonly { id: string; name: string }[] =
      field === "target_stores" ? stores : assets;
    return rows.find((row) => row.id === id)?.name ?? "–";
  };
  return { value, nameOf };
}

type Consequence = { tone: "bad" | "wait"; text: string };

/** A budget above this is approved by a person, unless the appliance is set otherwise. */
const LARGE: Decimal = "10000";

/** What follows from the edit beside the fields themselves. */
function useConsequences({ campaign, values, changed }: Props): Consequence[] {
  const t = useEditTexts();
  const language = useLanguage();
  const owner = campaign.advertiser_id ?? "";
  const wallet = useQuery({ ...walletQuery(owner), enabled: owner !== "" }).data;
  const money = (amount: Decimal) => formatMoneyShort(amount, language);
  const found: Consequence[] = [];
  const raise = changed.includes("budget") ? raiseOf(campaign, values) : null;
  if (raise !== null && wallet) {
    const left = subtract(wallet.available_balance, raise);
    const isShort = compare(left, "0") < 0;
    const amounts = { more: money(raise), available: money(wallet.available_balance) };
    found.push(
      isShort
        ? { tone: "bad", text: t("raiseShort", amounts) }
        : { tone: "wait", text: t("raise", { ...amounts, left: money(left) }) },
    );
    const isLarge =
      compare(campaign.budget ?? "0", LARGE) <= 0 &&
      compare(amountOf(values.budget), LARGE) > 0 &&
      campaign.status !== "PENDING_APPROVAL";
    if (isLarge) found.push({ tone: "wait", text: t("raiseWaits") });
  }
  if (campaign.pending_increase) {
    const amount = money(campaign.pending_increase.amount);
    found.push({ tone: "wait", text: t("increaseWaits", { amount }) });
  }
  if (changed.some((field) => ruleOf(campaign, field) === "RESUBMITS")) {
    found.push({ tone: "wait", text: t("resubmits") });
  }
  const judged: readonly Field[] = ["name", "description", "brand_name", "category"];
  if (changed.some((field) => judged.includes(field))) {
    found.push({ tone: "wait", text: t("judgedAnew") });
  }
  return found;
}

/** What announced rates will mean for the campaign. */
function RateNote({ campaign }: { campaign: Campaign }) {
  const t = useEditTexts();
  const language = useLanguage();
  const impact = useQuery(rateImpactQuery(campaign.id)).data?.impact;
  if (!impact) return null;
  const money = (amount: Decimal) => formatMoneyShort(amount, language);
  return (
    <Panel title={t("rates")}>
      <Text size="sm">
        {t("ratesText", {
          day: formatDay(impact.effective_at, language),
          before: money(impact.current_cpm),
          after: money(impact.new_cpm),
        })}{" "}
        {impact.exhausts_earlier
          ? t("ratesEarlier", { amount: money(impact.suggested_increase) })
          : t("ratesFine")}
      </Text>
    </Panel>
  );
}
