import { Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconPencil } from "@tabler/icons-react";
import { useHasRole } from "../../api/session";
import { ADMINS } from "../../lib/roles";
import { Action } from "../../ui/action";
import { useUiTexts } from "../../ui/texts";
import { changeOf } from "./change";
import { PartyFields } from "./party-fields";
import { type NewParty, useChange } from "./queries";
import { usePartyTexts } from "./texts";

type Props = { kind: "advertisers" | "suppliers"; party: NewParty & { id: string } };

/** Changes the name, the address or the language of an account. */
export function EditParty({ kind, party }: Props) {
  const t = usePartyTexts();
  const ui = useUiTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  const mayDo = useHasRole(ADMINS);
  return (
    <>
      <Action
        variant="default"
        leftSection={<IconPencil size={16} />}
        why={mayDo ? null : t("notYours")}
        onClick={open}
      >
        {t("edit")}
      </Action>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t("editTitle", { name: party.name })}
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        {isOpen && <Fields kind={kind} party={party} onDone={close} />}
      </Modal>
    </>
  );
}

function Fields({ kind, party, onDone }: Props & { onDone: () => void }) {
  const t = usePartyTexts();
  const change = useChange(kind, party.id);
  const send = (next: NewParty) => {
    const changed = changeOf(party, next);
    if (Object.keys(changed).length === 0) return onDone();
    change.mutate(changed, {
      onSuccess: () => {
        notifications.show({ message: t("changed", { name: next.name }), color: "shop" });
        onDone();
      },
    });
  };
  const { name, email, language } = party;
  return (
    <PartyFields
      first={{ name, email, language }}
      deed={t("save")}
      note={
        kind === "advertisers" && (
          <Text size="sm" c="dimmed">
            {t("emailAgain")}
          </Text>
        )
      }
      isPending={change.isPending}
      problem={change.error}
      onSend={send}
    />
  );
}
