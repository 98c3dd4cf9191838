import { Anchor, Checkbox, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconSend } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Problem } from "../../../api/problem";
import { compare, type Decimal, subtract } from "../../../lib/decimal";
import { formatMoneyShort } from "../../../lib/numbers";
import { paths } from "../../../lib/paths";
import { useLanguage } from "../../../lib/texts";
import { Action } from "../../../ui/action";
import { Facts } from "../../../ui/facts";
import { Panel } from "../../../ui/panel";
import { Money } from "../../../ui/values";
import { bringUp } from "../bring-up";
import { EstimatePanel } from "../estimate-panel";
import { forget } from "../keep";
import { PreviewPanel } from "../previews/preview-panel";
import { assetsQuery, estimateQuery, useSubmit, walletQuery } from "../queries";
import type { Step } from "../rules";
import { openSteps, type PartProps } from "../shown";
import { Summary } from "../summary";
import { useWizardTexts } from "../texts";
import { useGoTo } from "../use-go-to";
import { useSaying } from "../use-saying";
import { warningsOf } from "../warnings";
import { WarningsPanel } from "../warnings-panel";
import css from "../wizard.module.css";

/** Everything once more, what it costs, and the submission. */
export function ReviewStep(props: PartProps) {
  const { campaign, draft } = props;
  return (
    <div className={css["wide"]}>
      <div className={css["stack"]}>
        <Summary campaign={campaign} />
        {campaign.content_assets.length > 0 && <PreviewPanel campaign={campaign} />}
      </div>
      <div className={css["beside"]}>
        <EstimatePanel campaign={campaign} isBusy={draft.saving !== "saved"} />
        <Submission {...props} />
      </div>
    </div>
  );
}

/** A budget above this is looked at by a person, unless the appliance is set otherwise. */
const LARGE: Decimal = "10000";

function Submission({ campaign, draft, shown }: PartProps) {
  const t = useWizardTexts();
  const language = useLanguage();
  const navigate = useNavigate();
  const goTo = useGoTo();
  const say = useSaying();
  const submit = useSubmit(campaign);
  const [isAgreed, setAgreed] = useState(false);
  const [isSeen, setSeen] = useState(false);
  const owner = campaign.advertiser_id ?? "";
  const wallet = useQuery({ ...walletQuery(owner), enabled: owner !== "" }).data;
  const assets = useQuery(assetsQuery(owner)).data ?? [];
  const estimate = useQuery(estimateQuery(campaign)).data;
  const open = openSteps(shown.wrong, draft.objection);
  const budget = campaign.budget ?? ("0" satisfies Decimal);
  const isShort = wallet !== undefined && compare(budget, wallet.available_balance) > 0;
  const own = assets.filter(({ id }) => campaign.content_assets.includes(id));
  const waiting = own.filter(({ status }) => status !== "APPROVED");
  const isLooked = compare(budget, LARGE) > 0 || own.some((one) => one.scan_flags.length > 0);
  const warned = warningsOf(submit.error);
  const refusal = warned === null && submit.error instanceof Problem ? submit.error : null;
  const money = (amount: Decimal) => formatMoneyShort(amount, language);

  const why = firstOf([
    open.length > 0 && t("whyOpen"),
    estimate?.eligible_count === 0 && t("whyNoStore"),
    waiting.length > 0 && t("whyAssets", { names: waiting.map(({ name }) => name).join(", ") }),
    isShort && t("whyWallet", { budget: money(budget) }),
    draft.saving !== "saved" && t("whySaving"),
    !isAgreed && t("whyTerms"),
    warned !== null && !isSeen && t("whyWarnings"),
  ]);
  const send = () =>
    submit.mutate(warned && isSeen ? warned.codes : [], {
      onSuccess: ({ id, status }) => {
        forget(campaign.id);
        const isWaiting = status === "PENDING_APPROVAL";
        notifications.show({
          message: t(isWaiting ? "submittedWaits" : "submittedScheduled", {
            budget: money(budget),
          }),
          color: "shop",
        });
        void navigate({ to: paths.campaign(id) });
      },
    });
  return (
    <>
      {warned && <WarningsPanel warned={warned} isSeen={isSeen} onSeen={setSeen} />}
      <Panel title={t("submitTitle")}>
        <Stack gap="sm">
          <Facts
            facts={[
              [t("willBeHeld"), <Money key="budget" amount={budget} short />],
              [
                t("available"),
                wallet ? <Money key="available" amount={wallet.available_balance} short /> : null,
              ],
              [
                t("afterwards"),
                wallet && !isShort ? (
                  <Money key="left" amount={subtract(wallet.available_balance, budget)} short />
                ) : null,
              ],
            ]}
          />
          <Text size="sm" c="dimmed">
            {isLooked ? t("looked") : t("notLooked")}
          </Text>
          {open.length > 0 && <Open steps={open} onOpen={(step) => goTo(campaign.id, step)} />}
          <Checkbox
            label={t("terms")}
            checked={isAgreed}
            onChange={({ currentTarget }) => setAgreed(currentTarget.checked)}
          />
          {refusal && (
            <div className={css["bad"]} role="alert" tabIndex={-1} ref={bringUp}>
              {say(refusal.message)}
            </div>
          )}
          <Action
            fullWidth
            size="md"
            leftSection={<IconSend size={18} />}
            loading={submit.isPending}
            why={why}
            onClick={send}
          >
            {t("submit", { budget: money(budget) })}
          </Action>
          {why !== null && (
            <Text size="sm" c="dimmed" role="status">
              {why}
            </Text>
          )}
        </Stack>
      </Panel>
    </>
  );
}

function Open({ steps, onOpen }: { steps: readonly Step[]; onOpen: (step: Step) => void }) {
  const t = useWizardTexts();
  return (
    <ul className={css["open"]}>
      {steps.map((step) => (
        <li key={step}>
          <Anchor component="button" type="button" size="sm" onClick={() => onOpen(step)}>
            {t("complete", { name: t(`step.${step}`) })}
          </Anchor>
        </li>
      ))}
    </ul>
  );
}

function firstOf(reasons: readonly (string | false)[]): string | null {
  return reasons.find((reason) => reason !== false) || null;
}
