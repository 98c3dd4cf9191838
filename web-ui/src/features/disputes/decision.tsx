import { Button, Group, Modal, Select, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { type Ref, useImperativeHandle, useRef, useState } from "react";
import { useHasRole, usePerson } from "../../api/session";
import { add, type Decimal } from "../../lib/decimal";
import { formatMoney } from "../../lib/numbers";
import { ADMINS, REVIEWERS } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Action } from "../../ui/action";
import { Panel } from "../../ui/panel";
import { Loading } from "../../ui/states";
import { useUiTexts } from "../../ui/texts";
import type { Bundle } from "./bundle";
import css from "./disputes.module.css";
import { EffectList, useEffectOf } from "./effect";
import { type Decision, type Dispute, type DisputedPlay, useDeed } from "./queries";
import { useDisputeTexts } from "./texts";

/** What the keys of the page press. */
export type DeskHandle = { investigate: () => void; chargeBack: () => void; reject: () => void };

const REASONS = ["PROOF_INVALID", "DEVICE_OFFLINE", "DUPLICATE"] as const;

type Props = {
  ref: Ref<DeskHandle>;
  dispute: Dispute;
  /** The plays that a chargeback would take. */
  chosen: readonly DisputedPlay[];
  bundle: Bundle | null;
};

/** Investigation and decision, each with what it does to the money; others see how it stands. */
export function DecisionPanel(props: Props) {
  const t = useDisputeTexts();
  const { role } = usePerson();
  if (role === "ADVERTISER" || role === "SUPPLIER") {
    return (
      <Panel title={t("whatNow")}>
        <Text size="sm">{role === "SUPPLIER" ? t("nowSupplier") : t("nowAdvertiser")}</Text>
      </Panel>
    );
  }
  return <OperatorPanel {...props} />;
}

function OperatorPanel({ ref, dispute, chosen, bundle }: Props) {
  const t = useDisputeTexts();
  const isByDay = dispute.date !== null && dispute.date !== undefined;
  const effect = useEffectOf(dispute, chosen, bundle);
  const decide = useDecision(
    dispute,
    chosen,
    effect?.refund ?? add("0", ...chosen.map((p) => p.cost)),
  );
  useImperativeHandle(ref, () => decide.handle);
  return (
    <Panel title={dispute.status === "OPEN" ? t("step.investigated") : t("decision")}>
      {dispute.status === "OPEN" ? (
        <Stack gap="sm">
          <Text size="sm">{t("investigateText")}</Text>
          <Action
            loading={decide.isPending}
            why={decide.mayInvestigate ? null : t("notYours")}
            onClick={decide.handle.investigate}
          >
            {t("investigate")}
          </Action>
        </Stack>
      ) : (
        <DecisionForm decide={decide} isByDay={isByDay} />
      )}
      {!isByDay && (
        <>
          <h3 className={css["small"]}>{t("ifBack", { count: chosen.length })}</h3>
          {effect ? <EffectList dispute={dispute} effect={effect} /> : <Loading lines={3} />}
          <p className={css["muted"]}>{t("ifStand")}</p>
        </>
      )}
      {isByDay && <p className={css["muted"]}>{t("dayMoney")}</p>}
      <ConfirmBack decide={decide} count={chosen.length} />
    </Panel>
  );
}

type Decide = ReturnType<typeof useDecision>;

/** The form's state and what its buttons and keys do. */
function useDecision(dispute: Dispute, chosen: readonly DisputedPlay[], refund: Decimal) {
  const t = useDisputeTexts();
  const language = useLanguage();
  const deed = useDeed(dispute.id);
  const mayInvestigate = useHasRole(REVIEWERS);
  const mayDecide = useHasRole(ADMINS);
  const advised = dispute.plays.find(({ recommendation }) => recommendation.reason)?.recommendation
    .reason;
  const [reason, setReason] = useState<(typeof REASONS)[number]>(advised ?? "PROOF_INVALID");
  const [findings, setFindings] = useState("");
  const [isMissing, setMissing] = useState(false);
  const [isAsking, asking] = useDisclosure(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const canDecide = mayDecide && dispute.status === "INVESTIGATING" && !deed.isPending;
  const said = findings.trim();
  const send = (decision: Omit<Decision, "findings">, message: string) =>
    deed.mutate(
      { deed: "resolve", decision: { ...decision, findings: said } },
      { onSuccess: () => notifications.show({ message, color: "shop" }) },
    );
  const withFindings = (act: () => void) => {
    if (!canDecide) return;
    if (said !== "") return act();
    setMissing(true);
    field.current?.focus();
  };
  const amount = formatMoney(refund, language);
  const isPart = chosen.length < dispute.plays.length;
  return {
    isPending: deed.isPending,
    mayInvestigate,
    why: mayDecide ? null : t("notYours"),
    whyBack: chosen.length === 0 ? t("noneChosen") : null,
    amount,
    reason,
    setReason,
    findings,
    setFindings,
    field,
    problem: isMissing && said === "" ? t("needFindings") : null,
    isAsking,
    closeAsking: asking.close,
    chargeBackNow: () => {
      asking.close();
      const ids = chosen.map(({ impression_id }) => impression_id);
      send(
        { outcome: "CHARGEBACK", reason, ...(isPart && { impression_ids: ids }) },
        t("chargedBack", { amount }),
      );
    },
    noChargeback: () => withFindings(() => send({ outcome: "NO_CHARGEBACK" }, t("decided"))),
    handle: {
      investigate: () => {
        if (!mayInvestigate || dispute.status !== "OPEN" || deed.isPending) return;
        deed.mutate({ deed: "investigate" });
      },
      chargeBack: () => {
        if (dispute.plays.length > 0 && chosen.length > 0) withFindings(asking.open);
      },
      reject: () => withFindings(() => send({ outcome: "REJECTED" }, t("decided"))),
    } satisfies DeskHandle,
  };
}

function DecisionForm({ decide, isByDay }: { decide: Decide; isByDay: boolean }) {
  const t = useDisputeTexts();
  const words = useWords();
  return (
    <Stack gap="sm">
      {!isByDay && (
        <Select
          label={t("ground")}
          allowDeselect={false}
          value={decide.reason}
          onChange={(value) =>
            decide.setReason(REASONS.find((one) => one === value) ?? "PROOF_INVALID")
          }
          data={REASONS.map((value) => ({ value, label: words("ChargebackReason", value) }))}
        />
      )}
      <Textarea
        ref={decide.field}
        label={t("findingsLabel")}
        description={t("findingsHint")}
        autosize
        minRows={3}
        maxLength={5000}
        value={decide.findings}
        error={decide.problem}
        onChange={({ currentTarget }) => decide.setFindings(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <Group gap="xs">
        {isByDay ? (
          <Action why={decide.why} loading={decide.isPending} onClick={decide.noChargeback}>
            {words("DisputeOutcome", "NO_CHARGEBACK")}
          </Action>
        ) : (
          <Action
            color="red"
            why={decide.why ?? decide.whyBack}
            loading={decide.isPending}
            onClick={decide.handle.chargeBack}
          >
            {t("chargeBack", { amount: decide.amount })}
          </Action>
        )}
        <Action
          variant="default"
          why={decide.why}
          loading={decide.isPending}
          onClick={decide.handle.reject}
        >
          {t("reject")}
        </Action>
      </Group>
    </Stack>
  );
}

/** Asks once more before money moves. */
function ConfirmBack({ decide, count }: { decide: Decide; count: number }) {
  const t = useDisputeTexts();
  const ui = useUiTexts();
  const { amount } = decide;
  return (
    <Modal
      opened={decide.isAsking}
      onClose={decide.closeAsking}
      title={t("confirmTitle", { amount })}
      closeButtonProps={{ "aria-label": ui("close") }}
    >
      <Text size="sm">{t("confirmText", { count })}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={decide.closeAsking}>
          {ui("cancel")}
        </Button>
        <Button color="red" data-autofocus onClick={decide.chargeBackNow}>
          {t("chargeBack", { amount })}
        </Button>
      </Group>
    </Modal>
  );
}
