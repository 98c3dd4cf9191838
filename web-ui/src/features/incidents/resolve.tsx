import { Checkbox, Modal, Radio, Stack, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconGavel } from "@tabler/icons-react";
import { useState } from "react";
import { Problem } from "../../api/problem";
import { whenDone } from "../../api/query";
import { useHasRole } from "../../api/session";
import { readAmount } from "../../lib/amount";
import { isZero } from "../../lib/decimal";
import { formatMoney } from "../../lib/numbers";
import { ADMINS } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { Action } from "../../ui/action";
import { AmountInput } from "../../ui/amount-input";
import { useUiTexts } from "../../ui/texts";
import { toneClass } from "../../ui/tone";
import css from "./incidents.module.css";
import { type Incident, type Outcome, useResolve } from "./queries";
import { useIncidentTexts } from "./texts";

const OUTCOMES: readonly Outcome[] = ["A", "B", "C", "D"];

type Props = { incident: Incident; name: string };

/** Ends the investigation: one of four findings, each with what follows from it. */
export function Resolve({ incident, name }: Props) {
  const t = useIncidentTexts();
  const ui = useUiTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  const mayResolve = useHasRole(ADMINS);
  return (
    <>
      <Action
        leftSection={<IconGavel size={16} />}
        why={mayResolve ? null : t("adminsOnly")}
        onClick={open}
      >
        {t("resolve")}
      </Action>
      <Modal
        opened={isOpen}
        onClose={close}
        size="lg"
        title={t("resolveTitle", { name })}
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        <Form incident={incident} onDone={close} />
      </Modal>
    </>
  );
}

function Form({ incident, onDone }: { incident: Incident; onDone: () => void }) {
  const t = useIncidentTexts();
  const language = useLanguage();
  const [outcome, setOutcome] = useState<Outcome>("A");
  const [findings, setFindings] = useState("");
  const [amount, setAmount] = useState("");
  const [again, setAgain] = useState(false);
  const resolve = useResolve(incident.id);
  const problem = resolve.error instanceof Problem ? resolve.error : null;
  const given = outcome === "A" && amount.trim() !== "" ? readAmount(amount) : undefined;
  const why = findings.trim() === "" ? t("needFindings") : given === null ? t("noAmount") : null;
  const paid = given && !isZero(given) ? formatMoney(given, language) : null;
  const send = () =>
    whenDone(
      resolve.mutateAsync({
        outcome,
        findings: findings.trim(),
        ...(given && paid !== null && { compensation_amount: given }),
        ...(outcome === "B" && { require_content_reapproval: again }),
      }),
      () => {
        notifications.show({ message: t("resolved"), color: "shop" });
        onDone();
      },
    );
  return (
    <Stack>
      <Radio.Group
        label={t("whatWasFound")}
        value={outcome}
        onChange={(value) => setOutcome(OUTCOMES.find((one) => one === value) ?? "A")}
      >
        <div className={css["outcomes"]}>
          {OUTCOMES.map((one) => (
            <Radio.Card key={one} value={one} className={css["outcome"] ?? ""}>
              <Radio.Indicator />
              <span className={css["lines"]}>
                <b>{t(`outcome.${one}`)}</b>
                <span className={css["muted"]}>{t(`does.${one}`)}</span>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      {outcome === "A" && (
        <AmountInput
          label={t("pay")}
          description={t("payText")}
          value={amount}
          error={problem?.of("compensation_amount") ?? (given === null ? t("noAmount") : null)}
          onChange={setAmount}
        />
      )}
      {outcome === "B" && (
        <Checkbox
          label={t("again")}
          checked={again}
          onChange={({ currentTarget }) => setAgain(currentTarget.checked)}
        />
      )}
      <Textarea
        label={t("findings")}
        autosize
        minRows={3}
        maxLength={5000}
        value={findings}
        error={problem?.of("findings")}
        onChange={({ currentTarget }) => setFindings(currentTarget.value)}
      />
      {problem && problem.fields.length === 0 && (
        <div className={`${css["note"]} ${toneClass("bad")}`} role="alert">
          {problem.message}
        </div>
      )}
      <Action
        color={outcome === "D" ? "red" : "shop"}
        loading={resolve.isPending}
        why={why}
        onClick={send}
      >
        {paid === null ? t(`deed.${outcome}`) : t("deedPaid", { amount: paid })}
      </Action>
    </Stack>
  );
}
