import { Group, Text, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCheck, IconX } from "@tabler/icons-react";
import { type Ref, useImperativeHandle, useRef, useState } from "react";
import { whenDone } from "../../api/query";
import { useHasRole } from "../../api/session";
import { add } from "../../lib/decimal";
import { formatMoney } from "../../lib/numbers";
import { REVIEWERS } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { Action } from "../../ui/action";
import { Panel } from "../../ui/panel";
import { type Review, useDecide } from "./queries";
import css from "./reviews.module.css";
import { useReviewTexts } from "./texts";

/** What the keys of the page press. */
export type DecisionHandle = { approve: () => void; reject: () => void };

type Props = {
  ref: Ref<DecisionHandle>;
  /** What is decided: the chosen plays, else the open one. */
  subjects: readonly Review[];
  onDecided: (ids: readonly string[]) => void;
};

/** Approve or reject, each with what it does to the money. */
export function DecisionBar({ ref, subjects, onDecided }: Props) {
  const t = useReviewTexts();
  const language = useLanguage();
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const decide = useDecide(onDecided);
  const mayDecide = useHasRole(REVIEWERS);
  const why = mayDecide ? null : t("notYours");
  const cost = formatMoney(add("0", ...subjects.map((review) => review.cost)), language);
  const send = (verdict: "APPROVE" | "REJECT") => {
    if (!mayDecide || decide.isPending) return;
    const ids = subjects.map(({ impression_id }) => impression_id);
    const said = verdict === "APPROVE" ? "approved" : "rejected";
    // With the plays goes this bar, before everything is through.
    whenDone(
      decide.mutateAsync({ ids, verdict, reason: verdict === "REJECT" ? reason.trim() : null }),
      () => notifications.show({ message: t(said, { count: ids.length, cost }), color: "shop" }),
    );
  };
  const approve = () => send("APPROVE");
  const reject = () => {
    if (reason.trim() !== "") return send("REJECT");
    setMissing(true);
    field.current?.focus();
  };
  useImperativeHandle(ref, () => ({ approve, reject }));
  return (
    <Panel>
      <div className={css["money"]}>
        {subjects.length > 1 && <b>{t("chosen", { count: subjects.length })}</b>}
        <Text size="sm">{t("approveMoney", { cost })}</Text>
        <Text size="sm">{t("rejectMoney", { cost })}</Text>
      </div>
      <Textarea
        ref={field}
        label={t("reason")}
        autosize
        minRows={1}
        mt="sm"
        maxLength={500}
        value={reason}
        error={isMissing && reason.trim() === "" ? t("needReason") : null}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <Group mt="sm" gap="xs">
        <Action
          leftSection={<IconCheck size={16} />}
          loading={decide.isPending}
          why={why}
          onClick={approve}
        >
          {t("approve")}
        </Action>
        <Action
          color="red"
          variant="light"
          leftSection={<IconX size={16} />}
          loading={decide.isPending}
          why={why}
          onClick={reject}
        >
          {t("reject")}
        </Action>
      </Group>
    </Panel>
  );
}
