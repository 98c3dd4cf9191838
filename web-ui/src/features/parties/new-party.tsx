import { Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconPlus } from "@tabler/icons-react";
import { useHasRole } from "../../api/session";
import { ADMINS } from "../../lib/roles";
import { Action } from "../../ui/action";
import { useUiTexts } from "../../ui/texts";
import { PartyFields } from "./party-fields";
import { useCreate } from "./queries";
import { usePartyTexts } from "./texts";

type Kind = "advertisers" | "suppliers";

/** Adds an advertiser or a supplier. */
export function NewParty({ kind }: { kind: Kind }) {
  const t = usePartyTexts();
  const ui = useUiTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  const mayDo = useHasRole(ADMINS);
  return (
    <>
      <Action
        leftSection={<IconPlus size={16} />}
        why={mayDo ? null : t("notYours")}
        onClick={open}
      >
        {t(`new.${kind}`)}
      </Action>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t(`new.${kind}`)}
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        {isOpen && <Fields kind={kind} onDone={close} />}
      </Modal>
    </>
  );
}

function Fields({ kind, onDone }: { kind: Kind; onDone: () => void }) {
  const t = usePartyTexts();
  const create = useCreate(kind);
  return (
    <PartyFields
      first={{ name: "", email: "", language: "en" }}
      deed={t("add")}
      isPending={create.isPending}
      problem={create.error}
      onSend={(party) =>
        create.mutate(party, {
          onSuccess: () => {
            notifications.show({ message: t("made", { name: party.name }), color: "shop" });
            onDone();
          },
        })
      }
    />
  );
}
