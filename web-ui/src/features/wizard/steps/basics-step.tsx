import { Group, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { readAmount } from "../../../lib/amount";
import { compare, share, subtract } from "../../../lib/decimal";
import { formatMoneyShort } from "../../../lib/numbers";
import { useLanguage } from "../../../lib/texts";
import { useWords } from "../../../lib/words";
import { AmountInput } from "../../../ui/amount-input";
import { Facts } from "../../../ui/facts";
import { Meter } from "../../../ui/meter";
import { Panel } from "../../../ui/panel";
import { Money } from "../../../ui/values";
import { CATEGORIES } from "../categories";
import { walletQuery } from "../queries";
import { days, defaultPriority, priorities } from "../rules";
import type { PartProps } from "../shown";
import { useWizardTexts } from "../texts";
import css from "../wizard.module.css";
import { localStart } from "../zones";

/** Brand, dates and money. */
export function BasicsStep(props: PartProps) {
  const t = useWizardTexts();
  return (
    <div className={css["columns"]}>
      <Stack>
        <Panel title={t("whatTitle")}>
          <What {...props} />
        </Panel>
        <Panel title={t("whenTitle")}>
          <When {...props} />
        </Panel>
        <Panel title={t("moneyTitle")}>
          <MoneyFields {...props} />
        </Panel>
      </Stack>
      <WalletPanel {...props} />
    </div>
  );
}

function What({ draft: { values, set }, shown }: PartProps) {
  const t = useWizardTexts();
  const words = useWords();
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <TextInput
        label={t("brand")}
        description={t("brandHint")}
        required
        value={values.brand_name}
        {...shown.of("brand_name")}
        onChange={({ currentTarget }) => set("brand_name", currentTarget.value)}
      />
      <Select
        label={t("category")}
        description={t("categoryHint")}
        required
        searchable
        allowDeselect={false}
        data={CATEGORIES.map((word) => ({ value: word, label: words("Category", word) }))}
        value={values.category || null}
        {...shown.of("category")}
        onChange={(word) => set("category", word ?? "")}
      />
    </SimpleGrid>
  );
}

function When({ draft: { values, set }, shown }: PartProps) {
  const t = useWizardTexts();
  const language = useLanguage();
  const { start_date, end_date } = values;
  const hasBoth = start_date !== "" && end_date !== "" && start_date <= end_date;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          type="date"
          label={t("start")}
          description={t("startHint")}
          required
          value={start_date}
          {...shown.of("start_date")}
          onChange={({ currentTarget }) => set("start_date", currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t("end")}
          description={t("endHint")}
          required
          min={start_date}
          value={end_date}
          {...shown.of("end_date")}
          onChange={({ currentTarget }) => set("end_date", currentTarget.value)}
        />
      </SimpleGrid>
      {hasBoth && (
        <Text size="sm" c="dimmed">
          {t("runs", { count: days(start_date, end_date) })}{" "}
          {t("startsLocal", { moment: localStart(start_date, language) })}
        </Text>
      )}
    </Stack>
  );
}

function MoneyFields({ draft: { values, set }, shown }: PartProps) {
  const t = useWizardTexts();
  const budget = readAmount(values.budget);
  const usual = budget === null ? null : defaultPriority(budget);
  const setBudget = (text: string) => {
    set("budget", text);
    const amount = readAmount(text);
    const { priority } = values;
    if (amount !== null && priority !== null && !priorities(amount).includes(priority)) {
      set("priority", null);
    }
  };
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <AmountInput
        label={t("budget")}
        description={t("budgetHint")}
        required
        value={values.budget}
        {...shown.of("budget")}
        onChange={setBudget}
      />
      <AmountInput
        label={t("dailyCap")}
        description={t("dailyCapHint")}
        value={values.daily_cap}
        {...shown.of("daily_cap")}
        onChange={(text) => set("daily_cap", text)}
      />
      <Select
        label={t("priority")}
        description={t("priorityHint")}
        disabled={budget === null}
        data={[
          { value: "", label: usual === null ? t("priorityLater") : t("usual", { number: usual }) },
          ...(budget === null ? [] : priorities(budget))
            .filter((number) => number !== usual)
            .map((number) => ({ value: String(number), label: String(number) })),
        ]}
        allowDeselect={false}
        value={values.priority === null ? "" : String(values.priority)}
        {...shown.of("priority")}
        onChange={(text) => set("priority", text ? Number(text) : null)}
      />
      <TextInput
        label={t("goal")}
        description={t("goalHint")}
        inputMode="numeric"
        value={values.impression_goal}
        {...shown.of("impression_goal")}
        onChange={({ currentTarget }) => set("impression_goal", currentTarget.value)}
      />
    </SimpleGrid>
  );
}

/** What the wallet holds beside what the budget would take of it. */
function WalletPanel({ campaign, draft: { values } }: PartProps) {
  const t = useWizardTexts();
  const language = useLanguage();
  const owner = campaign.advertiser_id ?? "";
  const wallet = useQuery({ ...walletQuery(owner), enabled: owner !== "" }).data;
  const budget = readAmount(values.budget);
  if (!wallet) return null;
  const available = wallet.available_balance;
  const isShort = budget !== null && compare(budget, available) > 0;
  const money = (amount: typeof available) => formatMoneyShort(amount, language);
  return (
    <Panel title={t("wallet")}>
      <Stack gap="sm">
        <Group justify="space-between" align="baseline">
          <span className={css["big"]}>
            <Money amount={available} short />
          </span>
          <span className={css["muted"]}>{t("available")}</span>
        </Group>
        {budget !== null && (
          <Meter
            share={share(budget, available)}
            tone={isShort ? "bad" : "good"}
            label={t("ofWallet", { budget: money(budget), available: money(available) })}
          />
        )}
        <Facts
          facts={[
            [
              t("held"),
              wallet.held_balance ? <Money key="held" amount={wallet.held_balance} short /> : null,
            ],
            [
              t("afterwards"),
              budget !== null && !isShort ? (
                <Money key="left" amount={subtract(available, budget)} short />
              ) : null,
            ],
          ]}
        />
        {isShort ? (
          <Text size="sm" c="red" role="status">
            {t("walletShort", { missing: money(subtract(budget, available)) })}
          </Text>
        ) : (
          <Text size="sm" c="dimmed">
            {t("walletHint")}
          </Text>
        )}
      </Stack>
    </Panel>
  );
}
