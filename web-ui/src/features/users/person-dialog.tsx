import { Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { z } from "zod";
import { Problem } from "../../api/problem";
import { usePerson } from "../../api/session";
import { useForm } from "../../lib/form";
import { isLanguage, LANGUAGE_NAMES, LANGUAGES } from "../../lib/language";
import { ROLES } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { ProblemText } from "../../ui/problem-text";
import { Secret } from "../../ui/secret";
import { useUiTexts } from "../../ui/texts";
import { firstPassword, grantable, needsOwner } from "./grants";
import { OwnerSelect } from "./owner-select";
import { type User, useAddUser, useChangeUser } from "./queries";
import { useUserTexts } from "./texts";

type Props = { user: User | null; onClose: () => void };
/** Whose password was just set, to be told to them. */
type Told = { email: string; password: string };

/** Adds a person, or changes one: name, role, a new password, whether they may sign in. */
export function PersonDialog({ user, onClose }: Props) {
  const t = useUserTexts();
  const ui = useUiTexts();
  const [told, setTold] = useState<Told | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      title={user ? user.name : t("addPerson")}
      closeButtonProps={{ "aria-label": ui("close") }}
      closeOnClickOutside={!told}
    >
      {told ? (
        <Stack gap="sm">
          <Text size="sm">{t("passwordText", { email: told.email })}</Text>
          <Secret label={t("firstPassword")} value={told.password} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{t("keptIt")}</Button>
          </Group>
        </Stack>
      ) : user ? (
        <Change user={user} onTold={setTold} onClose={onClose} />
      ) : (
        <Add onTold={setTold} />
      )}
    </Modal>
  );
}

function Add({ onTold }: { onTold: (told: Told) => void }) {
  const t = useUserTexts();
  const words = useWords();
  const language = useLanguage();
  const { role: own } = usePerson();
  const add = useAddUser();
  const refused = add.error instanceof Problem ? add.error : null;
  const schema = z
    .object({
      name: z.string().trim().min(1, t("needName")),
      email: z.email(t("needEmail")),
      role: z.enum(ROLES, { error: t("needRole") }),
      owner_id: z.string(),
      language: z.string(),
    })
    .refine(({ role, owner_id }) => !needsOwner(role) || owner_id !== "", {
      path: ["owner_id"],
      error: t("needOwner"),
    });
  const first = { name: "", email: "", role: "", owner_id: "", language: language as string };
  const form = useForm(
    schema,
    first,
    (given) => {
      const password = firstPassword();
      add.mutate(
        {
          ...given,
          password,
          owner_id: needsOwner(given.role) ? given.owner_id : null,
          language: isLanguage(given.language) ? given.language : "en",
        },
        { onSuccess: ({ email }) => onTold({ email, password }) },
      );
    },
    refused,
  );
  return (
    <form onSubmit={form.send} noValidate>
      <Stack gap="sm">
        <ProblemText problem={refused} />
        <TextInput
          label={t("name")}
          value={form.values.name}
          error={form.problem("name")}
          onChange={({ currentTarget }) => form.set("name", currentTarget.value)}
        />
        <TextInput
          label={t("email")}
          type="email"
          value={form.values.email}
          error={form.problem("email")}
          onChange={({ currentTarget }) => form.set("email", currentTarget.value)}
        />
        <Select
          label={t("role")}
          value={form.values.role || null}
          error={form.problem("role")}
          onChange={(role) => form.set("role", role ?? "")}
          data={grantable(own).map((value) => ({ value, label: words("Role", value) }))}
        />
        <OwnerSelect
          role={form.values.role}
          value={form.values.owner_id}
          error={form.problem("owner_id")}
          onChange={(owner) => form.set("owner_id", owner)}
        />
        <Select
          label={t("language")}
          allowDeselect={false}
          value={form.values.language}
          onChange={(value) => form.set("language", value ?? language)}
          data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        />
        <Text size="xs" c="dimmed">
          {t("passwordHelp")}
        </Text>
        <Group justify="flex-end" mt="xs">
          <Button type="submit" loading={add.isPending}>
            {t("addPerson")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type ChangeProps = { user: User; onTold: (told: Told) => void; onClose: () => void };

function Change({ user, onTold, onClose }: ChangeProps) {
  const t = useUserTexts();
  const words = useWords();
  const { id: ownId, role: own } = usePerson();
  const change = useChangeUser(user.id);
  const refused = change.error instanceof Problem ? change.error : null;
  const mayGrant = grantable(own).includes(user.role);
  const schema = z.object({ name: z.string().trim().min(1, t("needName")), role: z.enum(ROLES) });
  const form = useForm(
    schema,
    { name: user.name, role: user.role as string },
    ({ name, role }) =>
      change.mutate(
        { name, ...(role !== user.role && { role }) },
        {
          onSuccess: () => {
            notifications.show({ message: t("changed"), color: "shop" });
            onClose();
          },
        },
      ),
    refused,
  );
  const renew = () => {
    const password = firstPassword();
    change.mutate({ password }, { onSuccess: ({ email }) => onTold({ email, password }) });
  };
  const turn = () => change.mutate({ is_active: !user.is_active }, { onSuccess: onClose });
  const roles = grantable(own).filter((role) => needsOwner(role) === needsOwner(user.role));
  return (
    <form onSubmit={form.send} noValidate>
      <Stack gap="sm">
        <ProblemText problem={refused} />
        <Text size="sm" c="dimmed">
          {user.email}
        </Text>
        <TextInput
          label={t("name")}
          value={form.values.name}
          error={form.problem("name")}
          onChange={({ currentTarget }) => form.set("name", currentTarget.value)}
        />
        {mayGrant && !needsOwner(user.role) && (
          <Select
            label={t("role")}
            description={t("roleHelp")}
            allowDeselect={false}
            value={form.values.role}
            onChange={(role) => form.set("role", role ?? user.role)}
            data={roles.map((value) => ({ value, label: words("Role", value) }))}
          />
        )}
        <Group justify="space-between" mt="xs">
          <Group gap="xs">
            {mayGrant && user.id !== ownId && (
              <>
                <Button
                  variant="default"
                  disabled={change.isPending || !user.is_active}
                  onClick={renew}
                >
                  {t("renew")}
                </Button>
                <Button
                  variant="light"
                  color={user.is_active ? "red" : "shop"}
                  disabled={change.isPending}
                  onClick={turn}
                >
                  {t(user.is_active ? "disable" : "enable")}
                </Button>
              </>
            )}
          </Group>
          <Button type="submit" loading={change.isPending}>
            {t("save")}
          </Button>
        </Group>
        <Text size="xs" c="dimmed">
          {t(user.is_active ? "disableHelp" : "enableHelp")}
        </Text>
      </Stack>
    </form>
  );
}
