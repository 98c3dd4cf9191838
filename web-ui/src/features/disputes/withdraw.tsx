import { Button, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useHasRole } from "../../api/session";
import { formatMoney } from "../../lib/numbers";
import { BUYERS } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { useUiTexts } from "../../ui/texts";
import { type Dispute, useDeed } from "./queries";
import { useDisputeTexts } from "./texts";

/** Takes a dispute back that is not decided: its advertiser, or an admin for it. */
export function Withdraw({ dispute }: { dispute: Dispute }) {
  const t = useDisputeTexts();
  const ui = useUiTexts();
  const language = useLanguage();
  const [isOpen, { open, close }] = useDisclosure(false);
  const [note, setNote] = useState("");
  const deed = useDeed(dispute.id);
  const mayDo = useHasRole(BUYERS);
  if (!mayDo || dispute.resolution) return null;
  const withdraw = () => {
    close();
    deed.mutate(
      { deed: "withdraw", note: note.trim() },
      { onSuccess: () => notifications.show({ message: t("withdrawn"), color: "shop" }) },
    );
  };
  return (
    <>
      <Button variant="default" loading={deed.isPending} onClick={open}>
        {t("withdraw")}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t("withdrawTitle")}
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        <Stack>
          <Text size="sm">
            {t("withdrawText", { amount: formatMoney(dispute.amount, language) })}
          </Text>
          <Textarea
            label={t("note")}
            autosize
            minRows={2}
            maxLength={5000}
            value={note}
            onChange={({ currentTarget }) => setNote(currentTarget.value)}
          />
          <Button onClick={withdraw}>{t("withdraw")}</Button>
        </Stack>
      </Modal>
    </>
  );
}
