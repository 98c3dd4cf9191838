import { Button, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconPlus } from "@tabler/icons-react";
import { useMemo } from "react";
import { z } from "zod";
import { Problem } from "../../api/problem";
import { useHasRole } from "../../api/session";
import { useForm } from "../../lib/form";
import { ADMINS } from "../../lib/roles";
import { Action } from "../../ui/action";
import { useUiTexts } from "../../ui/texts";
import { LANGUAGES } from "./languages";
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
  const schema = useMemo(
    () =>
      z.object({
        name: z.string().trim().min(1, t("needName")).max(100, t("longName")),
        email: z.email(t("needEmail")),
        language: z.enum(["en", "vi", "it"]),
      }),
    [t],
  );
  const refused = create.error instanceof Problem ? create.error : null;
  const form = useForm(
    schema,
    { name: "", email: "", language: "en" },
    (party) =>
      create.mutate(party, {
        onSuccess: () => {
          notifications.show({ message: t("made", { name: party.name }), color: "shop" });
          onDone();
        },
      }),
    refused,
  );
  return (
    <form onSubmit={form.send} noValidate>
      <Stack>
        <TextInput
          data-autofocus
          label={t("name")}
          maxLength={100}
          value={form.values.name}
          error={form.problem("name")}
          onChange={({ currentTarget }) => form.set("name", currentTarget.value)}
        />
        <TextInput
          type="email"
          label={t("email")}
          value={form.values.email}
          error={form.problem("email")}
          onChange={({ currentTarget }) => form.set("email", currentTarget.value)}
        />
        <Select
          label={t("language")}
          description={t("languageHint")}
          allowDeselect={false}
          value={form.values.language}
          onChange={(value) => form.set("language", value ?? "en")}
          data={LANGUAGES}
        />
        {refused && refused.fields.length === 0 && (
          <Text size="sm" c="var(--v-bad)" role="alert">
            {refused.message}
          </Text>
        )}
        <Button type="submit" loading={create.isPending}>
          {t("add")}
        </Button>
      </Stack>
    </form>
  );
}
