import { Chip, Group, Text, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCheck, IconMessage2, IconX } from "@tabler/icons-react";
import { type Ref, useImperativeHandle, useRef, useState } from "react";
import type { Schema } from "../../api/client";
import { whenDone } from "../../api/query";
import { useHasRole, usePerson } from "../../api/session";
import { isZero } from "../../lib/decimal";
import { formatMoney } from "../../lib/numbers";
import { ADMINS, REVIEWERS } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Action } from "../../ui/action";
import { Panel } from "../../ui/panel";
import css from "./approvals.module.css";
import { Consequences } from "./consequences";
import { type Item, nameOf, needsReason, sumOf, type Verdict, verdictsOf } from "./items";
import { useDecide } from "./queries";
import { useApprovalTexts } from "./texts";

/** What the keys of the page press. */
export type DecisionHandle = { decide: (verdict: Verdict) => void };

type ScanFlag = Schema<"ScanFlag">;
const FLAGS: readonly ScanFlag[] = ["ALCOHOL", "TOBACCO", "GAMBLING", "ADULT"];

type Props = {
  ref: Ref<DecisionHandle>;
  /** What is decided: what was chosen, else what is open. */
  subjects: readonly Item[];
  onDecided: (keys: readonly string[]) => void;
};

/** Approve, reject or ask for changes, each with what it does. */
export function DecisionBar({ ref, subjects, onDecided }: Props) {
  const t = useApprovalTexts();
  const words = useWords();
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const [flags, setFlags] = useState<readonly ScanFlag[]>(() => flagsOf(subjects));
  const field = useRef<HTMLTextAreaElement>(null);
  const decide = useDecide(onDecided);
  const told = useTold();
  const why = useWhyNot(subjects);
  const can = verdictsOf(subjects);
  const hasCredit = subjects.some(({ kind }) => kind === "credit");
  const hasFiles = subjects.some(({ kind }) => kind === "asset");
  const send = (verdict: Verdict) => {
    if (why !== null || decide.isPending || !can.includes(verdict)) return;
    if (needsReason(subjects, verdict) && reason.trim() === "") {
      setMissing(true);
      field.current?.focus();
      return;
    }
    const decision = { items: subjects, verdict, reason: reason.trim(), flags };
    whenDone(decide.mutateAsync(decision), ({ done, failed, problem }) => {
      told(verdict, done, failed, problem?.message ?? null);
    });
  };
  useImperativeHandle(ref, () => ({ decide: send }));
  const isFlag = subjects.every(({ kind }) => kind === "flag");
  return (
    <Panel>
      <Consequences subjects={subjects} verdicts={can} />
      {hasFiles && (
        <Chip.Group
          multiple
          value={[...flags]}
          onChange={(values) => setFlags(FLAGS.filter((flag) => values.includes(flag)))}
        >
          <Group gap="xs" mt="sm" role="group" aria-label={t("found")}>
            <Text size="sm" fw={500}>
              {t("found")}
            </Text>
            {FLAGS.map((flag) => (
              <Chip key={flag} value={flag} size="xs" color="orange" variant="light">
                {words("ScanFlag", flag)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      )}
      <Textarea
        ref={field}
        label={isFlag ? t("finding") : hasCredit ? t("reasonPlain") : t("reason")}
        autosize
        minRows={1}
        mt="sm"
        maxLength={500}
        value={reason}
        error={missing && reason.trim() === "" ? t("needReason") : null}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <Group mt="sm" gap="xs">
        {can.includes("approve") && (
          <Action
            leftSection={<IconCheck size={16} />}
            loading={decide.isPending}
            why={why}
            onClick={() => send("approve")}
          >
            {isFlag ? t("clear") : t("approve")}
          </Action>
        )}
        {can.includes("changes") && (
          <Action
            variant="default"
            leftSection={<IconMessage2 size={16} />}
            loading={decide.isPending}
            why={why}
            onClick={() => send("changes")}
          >
            {t("changes")}
          </Action>
        )}
        {can.includes("reject") && (
          <Action
            color="red"
            variant="light"
            leftSection={<IconX size={16} />}
            loading={decide.isPending}
            why={why}
            onClick={() => send("reject")}
          >
            {t("reject")}
          </Action>
        )}
        {can.length === 0 && <span className={css["muted"]}>{t("mixed")}</span>}
      </Group>
    </Panel>
  );
}

/** What was found before, where it is one file that is looked at again. */
function flagsOf(subjects: readonly Item[]): readonly ScanFlag[] {
  const [only] = subjects;
  return subjects.length === 1 && only?.kind === "asset" ? only.asset.scan_flags : [];
}

/** Why this person cannot decide these things; null where it can. */
function useWhyNot(subjects: readonly Item[]): string | null {
  const t = useApprovalTexts();
  const isReviewer = useHasRole(REVIEWERS);
  const isAdmin = useHasRole(ADMINS);
  const { id } = usePerson();
  if (!isReviewer) return t("notYours");
  if (!isAdmin && subjects.some(({ kind }) => kind === "credit")) return t("adminsOnly");
  const isOwn = (item: Item) => item.kind === "credit" && item.credit.requested_by_id === id;
  return subjects.some(isOwn) ? t("yourOwn") : null;
}

/** Says what came of a decision. */
function useTold() {
  const t = useApprovalTexts();
  const language = useLanguage();
  return (verdict: Verdict, done: readonly Item[], failed: number, problem: string | null) => {
    const sum = sumOf(done);
    const [first] = done;
    if (first) {
      const what = done.length === 1 ? nameOf(first) : t("things", { count: done.length });
      const said = t(first.kind === "flag" ? "said.clear" : `said.${verdict}`, { what });
      const money = isZero(sum) ? "" : ` · ${formatMoney(sum, language)}`;
      notifications.show({ message: said + money, color: "shop" });
    }
    if (failed > 0) {
      notifications.show({
        title: t("refused", { count: failed }),
        message: problem ?? "",
        color: "red",
      });
    }
  };
}
