import { Group, Modal, Stack, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { whenDone } from "../../api/query";
import { useHasRole, usePerson } from "../../api/session";
import { formatMoney } from "../../lib/numbers";
import { ADMINS } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { Action, ConfirmedAction } from "../../ui/action";
import { Panel } from "../../ui/panel";
import { useUiTexts } from "../../ui/texts";
import { Ago, Money } from "../../ui/values";
import { type Credit, useDecideCredit, useOwners, waitingCreditsQuery } from "./queries";
import { useWalletTexts } from "./texts";
import css from "./wallets.module.css";

/** Credits that wait for a second person; nothing where none waits. */
export function CreditQueue() {
  const t = useWalletTexts();
  const waiting = useQuery(waitingCreditsQuery).data ?? [];
  const owners = useOwners();
  if (waiting.length === 0) return null;
  return (
    <div className={css["top"]}>
      <Panel title={t("waiting", { count: waiting.length })} flush>
        <ul className={css["queue"]}>
          {waiting.map((credit) => (
            <Row
              key={credit.id}
              credit={credit}
              owner={owners.find(({ id }) => id === credit.owner_id)?.name ?? "–"}
            />
          ))}
        </ul>
        <p className={css["note"]}>{t("secondPerson")}</p>
      </Panel>
    </div>
  );
}

function Row({ credit, owner }: { credit: Credit; owner: string }) {
  const t = useWalletTexts();
  const language = useLanguage();
  const decide = useDecideCredit();
  const mayDo = useHasRole(ADMINS);
  const isOwn = usePerson().id === credit.requested_by_id;
  const why = mayDo ? (isOwn ? t("yourOwn") : null) : t("notYours");
  const amount = formatMoney(credit.amount, language);
  const say = (message: string) => () => notifications.show({ message, color: "shop" });
  return (
    <li>
      <div className={css["cell"]}>
        <span>
          <b>
            <Money amount={credit.amount} />
          </b>{" "}
          → {owner}
        </span>
        <span>{credit.reason}</span>
        <span className={css["muted"]}>
          {t("askedBy", { name: credit.requested_by })} · <Ago at={credit.requested_at} />
        </span>
      </div>
      <Group gap="xs">
        <ConfirmedAction
          why={why}
          loading={decide.isPending}
          title={t("approveTitle", { amount })}
          text={t("approveText", { amount, owner })}
          deed={t("approveDeed", { amount })}
          onConfirm={() =>
            whenDone(decide.mutateAsync({ credit, reason: null }), say(t("booked", { amount })))
          }
        >
          {t("approve")}
        </ConfirmedAction>
        <Decline
          why={why}
          amount={amount}
          isPending={decide.isPending}
          onDecline={(reason) =>
            whenDone(decide.mutateAsync({ credit, reason }), say(t("declined")))
          }
        />
      </Group>
    </li>
  );
}

type DeclineProps = {
  why: string | null;
  amount: string;
  isPending: boolean;
  onDecline: (reason: string) => void;
};

function Decline({ why, amount, isPending, onDecline }: DeclineProps) {
  const t = useWalletTexts();
  const ui = useUiTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  const [reason, setReason] = useState("");
  return (
    <>
      <Action variant="default" why={why} loading={isPending} onClick={open}>
        {t("decline")}
      </Action>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t("declineTitle", { amount })}
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        <Stack>
          <Textarea
            label={t("reason")}
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <Action
            color="red"
            why={reason.trim() === "" ? t("needReason") : null}
            onClick={() => {
              close();
              onDecline(reason.trim());
            }}
          >
            {t("declineDeed", { amount })}
          </Action>
        </Stack>
      </Modal>
    </>
  );
}
