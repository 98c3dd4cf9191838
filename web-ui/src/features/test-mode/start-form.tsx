import { Group, MultiSelect, NumberInput, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Campaign, storesQuery } from "../../api/catalog";
import { Problem } from "../../api/problem";
import { readAmount } from "../../lib/amount";
import { compare } from "../../lib/decimal";
import { formatMoneyShort } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { ConfirmedAction } from "../../ui/action";
import { AmountInput } from "../../ui/amount-input";
import { Panel } from "../../ui/panel";
import { useStart } from "./queries";
import css from "./test-mode.module.css";
import { useTestTexts } from "./texts";

const MOST_STORES = 3;
const MOST_HOURS = 24;
const USUAL_HOURS = 12;

type Props = { campaign: Campaign; isAgain: boolean };

/** Up to three stores, a day and fifty dollars. */
export function StartForm({ campaign, isAgain }: Props) {
  const t = useTestTexts();
  const language = useLanguage();
  const start = useStart(campaign.id);
  const all = useQuery(storesQuery).data ?? [];
  const [stores, setStores] = useState<string[]>([]);
  const [hours, setHours] = useState(USUAL_HOURS);
  const [budget, setBudget] = useState("25");
  const blocked = campaign.blocked_stores.map(({ store_id }) => store_id);
  const open = all.filter(({ id }) => campaign.target_stores.includes(id) && !blocked.includes(id));
  const amount = readAmount(budget);
  const isAmount = amount !== null && compare(amount, "10") >= 0 && compare(amount, "50") <= 0;
  const problem = start.error instanceof Problem ? start.error : null;
  const said = amount === null ? budget : formatMoneyShort(amount, language);
  const why = stores.length === 0 ? t("whyStores") : isAmount ? null : t("wrongBudget");
  const names = open.filter(({ id }) => stores.includes(id)).map(({ name }) => name);
  const send = () => {
    if (amount !== null) {
      start.mutate({ stores, duration_hours: hours, test_budget: amount });
    }
  };
  return (
    <Panel title={isAgain ? t("again") : t("begin")}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t("beginText")}
        </Text>
        <MultiSelect
          label={t("stores")}
          description={t("storesHint", { count: MOST_STORES })}
          required
          searchable
          maxValues={MOST_STORES}
          data={open.map(({ id, name, region }) => ({ value: id, label: `${name} · ${region}` }))}
          value={stores}
          error={problem?.of("stores")}
          onChange={setStores}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NumberInput
            label={t("hours")}
            description={t("hoursHint", { count: MOST_HOURS })}
            required
            min={1}
            max={MOST_HOURS}
            allowDecimal={false}
            clampBehavior="strict"
            value={hours}
            error={problem?.of("duration_hours")}
            onChange={(value) => setHours(Number(value) || 1)}
          />
          <AmountInput
            label={t("budget")}
            description={t("budgetHint")}
            required
            value={budget}
            error={isAmount ? problem?.of("test_budget") : t("wrongBudget")}
            onChange={setBudget}
          />
        </SimpleGrid>
        {problem && problem.fields.length === 0 && (
          <p className={css["bad"]} role="alert">
            {problem.message}
          </p>
        )}
        <Group gap="sm">
          <ConfirmedAction
            leftSection={<IconFlask size={16} />}
            why={why}
            loading={start.isPending}
            title={t("confirmTitle")}
            text={t("confirmText", { budget: said, stores: names.join(", "), hours })}
            deed={t("deed", { budget: said })}
            onConfirm={send}
          >
            {t("start")}
          </ConfirmedAction>
          {why !== null && (
            <Text size="sm" c="dimmed" role="status">
              {why}
            </Text>
          )}
        </Group>
      </Stack>
    </Panel>
  );
}
