import { Autocomplete, Checkbox, Group, SegmentedControl, Select, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { campaignsQuery, type Store } from "../../api/catalog";
import { Problem } from "../../api/problem";
import { useHasRole } from "../../api/session";
import { OPERATOR, SELLERS } from "../../lib/roles";
import { useWords } from "../../lib/words";
import { Action } from "../../ui/action";
import { Panel } from "../../ui/panel";
import { toneClass } from "../../ui/tone";
import css from "./blocking.module.css";
import { assetsQuery, useAddRule } from "./queries";
import { CATEGORIES, FLAGS, RULE_TYPES, type RuleType, wouldKeepOut } from "./rules";
import { useBlockingTexts } from "./texts";

type Props = { store: Store; stores: readonly Store[] };

/** Makes a rule, for one store or for all of its owner; says beforehand whom it keeps out. */
export function AddRule({ store, stores }: Props) {
  const t = useBlockingTexts();
  const mayAdd = useHasRole(SELLERS);
  const [type, setType] = useState<RuleType>("BRAND");
  const [value, setValue] = useState("");
  const [reason, setReason] = useState("");
  const [isForAll, setForAll] = useState(false);
  const add = useAddRule();
  const problem = add.error instanceof Problem ? add.error : null;
  const siblings = stores.filter(({ supplier_id }) => supplier_id === store.supplier_id);
  const ids = isForAll ? siblings.map(({ id }) => id) : [store.id];
  const choose = (next: RuleType) => {
    setType(next);
    setValue("");
    add.reset();
  };
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (value.trim() === "" || !mayAdd) return;
    add.mutate(
      {
        stores: ids,
        rule: {
          rule_type: type,
          blocked_value: value.trim(),
          is_active: true,
          ...(reason.trim() !== "" && { reason: reason.trim() }),
        },
      },
      {
        onSuccess: ({ made, known }) => {
          setValue("");
          setReason("");
          notifications.show({
            message: made > 0 ? t("added", { count: made }) : t("known", { count: known }),
            color: "shop",
          });
        },
      },
    );
  };
  return (
    <Panel title={t("add")}>
      <form className={css["form"]} onSubmit={send}>
        <SegmentedControl
          value={type}
          onChange={(next) => choose(RULE_TYPES.find((one) => one === next) ?? "BRAND")}
          data={RULE_TYPES.map((one) => ({ value: one, label: t(`type.${one}`) }))}
        />
        <Value
          type={type}
          value={value}
          error={problem?.of("blocked_value") ?? null}
          onChange={setValue}
        />
        <TextInput
          label={t("reason")}
          maxLength={500}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        {siblings.length > 1 && (
          <Checkbox
            label={t("forAll", { count: siblings.length })}
            checked={isForAll}
            onChange={({ currentTarget }) => setForAll(currentTarget.checked)}
          />
        )}
        <Foresight type={type} value={value} storeIds={ids} />
        {problem && problem.fields.length === 0 && (
          <div className={`${css["note"]} ${toneClass("bad")}`} role="alert">
            {problem.message}
          </div>
        )}
        <Group>
          <Action
            loading={add.isPending}
            why={mayAdd ? (value.trim() === "" ? t("needValue") : null) : t("forbidden")}
            onClick={send}
          >
            {t("addDeed", { count: ids.length })}
          </Action>
        </Group>
      </form>
    </Panel>
  );
}

type ValueProps = {
  type: RuleType;
  value: string;
  error: string | null;
  onChange: (value: string) => void;
};

function Value({ type, value, error, onChange }: ValueProps) {
  const t = useBlockingTexts();
  const words = useWords();
  const seesCampaigns = useHasRole(OPERATOR);
  const campaigns = useQuery({ ...campaignsQuery, enabled: seesCampaigns }).data ?? [];
  const common = { label: t(`value.${type}`), description: t(`valueText.${type}`), error };
  if (type === "CATEGORY") {
    return (
      <Select
        {...common}
        searchable
        value={value === "" ? null : value}
        data={[
          {
            group: t("groupFound"),
            items: FLAGS.map((one) => ({ value: one, label: words("ScanFlag", one) })),
          },
          {
            group: t("groupCategories"),
            items: CATEGORIES.map((one) => ({ value: one, label: words("Category", one) })),
          },
        ]}
        onChange={(next) => onChange(next ?? "")}
      />
    );
  }
  if (type === "KEYWORD") {
    return (
      <TextInput
        {...common}
        maxLength={100}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    );
  }
  const brands = new Set(campaigns.flatMap(({ brand_name }) => brand_name ?? []));
  return (
    <Autocomplete
      {...common}
      maxLength={100}
      value={value}
      data={[...brands].sort()}
      onChange={onChange}
    />
  );
}

/** Whom the rule would keep out; only the operator sees campaigns of all buyers. */
function Foresight(props: { type: RuleType; value: string; storeIds: readonly string[] }) {
  return useHasRole(OPERATOR) ? <KeptOut {...props} /> : <Warning />;
}

function Warning() {
  const t = useBlockingTexts();
  return <p className={css["muted"]}>{t("atOnce")}</p>;
}

type KeptProps = { type: RuleType; value: string; storeIds: readonly string[] };

function KeptOut({ type, value, storeIds }: KeptProps) {
  const t = useBlockingTexts();
  const campaigns = useQuery(campaignsQuery).data;
  const assets = useQuery(assetsQuery).data;
  if (value.trim() === "" || !campaigns || !assets) return <Warning />;
  const rule = { rule_type: type, blocked_value: value };
  const found = wouldKeepOut(rule, storeIds, campaigns, assets);
  if (found.length === 0) return <p className={css["muted"]}>{t("wouldNone")}</p>;
  return (
    <div className={`${css["note"]} ${toneClass("wait")}`} aria-live="polite">
      {t("would", { count: found.length })} {found.map(({ name }) => name).join(", ")}
    </div>
  );
}
