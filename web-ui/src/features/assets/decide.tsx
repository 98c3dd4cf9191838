import { Button, Chip, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconCheck, IconFlag, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useWords } from "../../lib/words";
import { Action } from "../../ui/action";
import { useUiTexts } from "../../ui/texts";
import { type Asset, type AssetDeed, type ScanFlag, useAssetDeed } from "./queries";
import { useAssetTexts } from "./texts";

const FLAGS: readonly ScanFlag[] = ["ALCOHOL", "TOBACCO", "GAMBLING", "ADULT"];

/** What a reviewer decides about a file. */
export function Decide({ asset }: { asset: Asset }) {
  const t = useAssetTexts();
  const deed = useAssetDeed(asset.id);
  const act = (given: AssetDeed, done: () => void) =>
    deed.mutate(given, {
      onSuccess: () => {
        done();
        notifications.show({ message: t(`did.${given.deed}`), color: "shop" });
      },
    });
  const isOver = asset.status === "EXPIRED";
  const isApproved = asset.status === "APPROVED";
  return (
    <>
      <Flags
        asset={asset}
        isSending={deed.isPending}
        isApproval={!isApproved}
        why={isOver ? t("extendFirst") : null}
        act={act}
      />
      <Reject asset={asset} isSending={deed.isPending} act={act} />
    </>
  );
}

type Props = {
  asset: Asset;
  isSending: boolean;
  act: (given: AssetDeed, done: () => void) => void;
};

/** Approves with what was found, or changes what was found of an approved file. */
function Flags(props: Props & { isApproval: boolean; why: string | null }) {
  const { asset, isSending, isApproval, why, act } = props;
  const t = useAssetTexts();
  const ui = useUiTexts();
  const words = useWords();
  const [isOpen, { open, close }] = useDisclosure(false);
  const [flags, setFlags] = useState<readonly ScanFlag[]>(asset.scan_flags);
  const label = isApproval ? t("approve") : t("mark");
  return (
    <>
      <Action
        variant={isApproval ? "filled" : "default"}
        leftSection={isApproval ? <IconCheck size={16} /> : <IconFlag size={16} />}
        why={why}
        onClick={open}
      >
        {label}
      </Action>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t(isApproval ? "approveTitle" : "markTitle", { name: asset.name })}
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        <Stack>
          <Text size="sm">{t("flagsText")}</Text>
          <Chip.Group
            multiple
            value={[...flags]}
            onChange={(values) => setFlags(FLAGS.filter((flag) => values.includes(flag)))}
          >
            <Group gap="xs" role="group" aria-label={t("found")}>
              {FLAGS.map((flag) => (
                <Chip key={flag} value={flag} color="orange" variant="light">
                  {words("ScanFlag", flag)}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
          <Button
            loading={isSending}
            onClick={() => act({ deed: isApproval ? "approve" : "mark", flags }, close)}
          >
            {label}
          </Button>
        </Stack>
      </Modal>
    </>
  );
}

function Reject({ asset, isSending, act }: Props) {
  const t = useAssetTexts();
  const ui = useUiTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  const [reason, setReason] = useState("");
  const isRejected = asset.status === "REJECTED";
  return (
    <>
      <Action
        color="red"
        variant="light"
        leftSection={<IconX size={16} />}
        why={isRejected ? t("rejectedAlready") : null}
        onClick={open}
      >
        {t("reject")}
      </Action>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t("rejectTitle", { name: asset.name })}
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        <Stack>
          <Text size="sm">{t("rejectText")}</Text>
          <Textarea
            label={t("reason")}
            autosize
            minRows={3}
            maxLength={500}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <Action
            color="red"
            loading={isSending}
            why={reason.trim() === "" ? t("needReason") : null}
            onClick={() => act({ deed: "reject", reason: reason.trim() }, close)}
          >
            {t("reject")}
          </Action>
        </Stack>
      </Modal>
    </>
  );
}
