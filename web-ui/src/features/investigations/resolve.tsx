import { Radio, Stack, Text, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type { Campaign } from "../../api/catalog";
import type { Case } from "../../api/investigation";
import { Problem } from "../../api/problem";
import { whenDone } from "../../api/query";
import { useHasRole } from "../../api/session";
import { formatMoney } from "../../lib/numbers";
import { ADMINS } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { ConfirmedAction } from "../../ui/action";
import { AmountInput } from "../../ui/amount-input";
import { Panel } from "../../ui/panel";
import { toneClass } from "../../ui/tone";
import { creditOf, type Draft, findingOf, isBeyond, missing } from "./decision";
import { CAUSES, type Cause } from "./evidence";
import css from "./investigations.module.css";
import { useResolve } from "./queries";
import { useInvestigationTexts } from "./texts";

/** Most characters of each text. */
const MOST = 5000;

type Props = { found: Case; campaign: Campaign };

/** Ends the case: one of four causes, each with what it does to the money. */
export function ResolveForm({ found, campaign }: Props) {
  const t = useInvestigationTexts();
  const { draft, set, problem, isPending, why, send, amounts } = useDecision({ found, campaign });
  return (
    <Panel title={t("decision")}>
      <Stack>
        <Causes value={draft.cause} amounts={amounts} onChange={(cause) => set({ cause })} />
        {draft.cause === "PLATFORM_FAULT" && (
          <>
            <AmountInput
              label={t("credit")}
              description={t("creditText", amounts)}
              required
              value={draft.credit}
              error={
                isBeyond(draft, campaign.budget ?? "0")
                  ? t("creditBeyond", amounts)
                  : problem?.of("service_credit")
              }
              onChange={(credit) => set({ credit })}
            />
            <Long
              label={t("postMortem")}
              hint={t("postMortemText")}
              value={draft.postMortem}
              error={problem?.of("post_mortem")}
              onChange={(postMortem) => set({ postMortem })}
            />
          </>
        )}
        {draft.cause === "FORCE_MAJEURE" && (
          <Long
            label={t("documentation")}
            hint={t("documentationText")}
            value={draft.documentation}
            error={problem?.of("documentation")}
            onChange={(documentation) => set({ documentation })}
          />
        )}
        <Long
          label={t("findings")}
          hint={t("findingsText")}
          value={draft.findings}
          error={problem?.of("findings")}
          onChange={(findings) => set({ findings })}
        />
        {problem && problem.fields.length === 0 && (
          <div className={`${css["note"]} ${toneClass("bad")}`} role="alert">
            {problem.message}
          </div>
        )}
        <ConfirmedAction
          loading={isPending}
          why={why}
          title={t("confirmTitle", { name: found.campaign_name })}
          text={t(`does.${draft.cause}`, amounts)}
          deed={t(`deed.${draft.cause}`, amounts)}
          onConfirm={send}
        >
          {t(`deed.${draft.cause}`, amounts)}
        </ConfirmedAction>
        {why !== null && (
          <Text size="sm" c="dimmed" role="status">
            {why}
          </Text>
        )}
      </Stack>
    </Panel>
  );
}

/** What is written so far, what it would do, and sending it. */
function useDecision({ found, campaign }: Props) {
  const t = useInvestigationTexts();
  const language = useLanguage();
  const mayDecide = useHasRole(ADMINS);
  const resolve = useResolve(found.campaign_id);
  const [draft, setDraft] = useState<Draft>({
    cause: found.suggested_cause,
    findings: "",
    credit: "",
    postMortem: "",
    documentation: "",
  });
  const budget = campaign.budget ?? "0";
  const lacks = missing(draft);
  const credit = creditOf(draft);
  const amounts = {
    refund: formatMoney(found.refunded, language),
    budget: formatMoney(budget, language),
    credit: credit === null ? t("noCredit") : formatMoney(credit, language),
  };
  const beyond = isBeyond(draft, budget) ? t("creditBeyond", amounts) : null;
  return {
    draft,
    set: (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })),
    amounts,
    isPending: resolve.isPending,
    problem: resolve.error instanceof Problem ? resolve.error : null,
    why: mayDecide ? (lacks === null ? beyond : t(lacks)) : t("adminsOnly"),
    send: () =>
      whenDone(resolve.mutateAsync(findingOf(draft)), () =>
        notifications.show({ message: t("ended"), color: "shop" }),
      ),
  };
}

type CausesProps = {
  value: Cause;
  amounts: { refund: string; budget: string; credit: string };
  onChange: (cause: Cause) => void;
};

function Causes({ value, amounts, onChange }: CausesProps) {
  const t = useInvestigationTexts();
  const words = useWords();
  return (
    <Radio.Group
      label={t("whatWasIt")}
      value={value}
      onChange={(name) => onChange(CAUSES.find((one) => one === name) ?? value)}
    >
      <div className={css["causes"]}>
        {CAUSES.map((one) => (
          <Radio.Card key={one} value={one} className={css["cause"] ?? ""}>
            <Radio.Indicator />
            <span className={css["lines"]}>
              <b>{words("Cause", one)}</b>
              <span className={css["muted"]}>{t(`does.${one}`, amounts)}</span>
            </span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}

type LongProps = {
  label: string;
  hint: string;
  value: string;
  error: string | undefined;
  onChange: (text: string) => void;
};

function Long({ label, hint, value, error, onChange }: LongProps) {
  return (
    <Textarea
      label={label}
      description={hint}
      required
      autosize
      minRows={2}
      maxLength={MOST}
      value={value}
      error={error}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
