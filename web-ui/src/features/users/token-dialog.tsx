import { Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { z } from "zod";
import { Problem } from "../../api/problem";
import { usePerson } from "../../api/session";
import { useForm } from "../../lib/form";
import { ROLES } from "../../lib/roles";
import { useWords } from "../../lib/words";
import { ProblemText } from "../../ui/problem-text";
import { Secret } from "../../ui/secret";
import { useUiTexts } from "../../ui/texts";
import { grantable, needsOwner } from "./grants";
import { OwnerSelect } from "./owner-select";
import { useAddToken } from "./queries";
import { useUserTexts } from "./texts";

/** Makes a token and then shows its secret, once. */
export function TokenDialog({ onClose }: { onClose: () => void }) {
  const t = useUserTexts();
  const ui = useUiTexts();
  const add = useAddToken();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("addToken")}
      closeButtonProps={{ "aria-label": ui("close") }}
      closeOnClickOutside={!add.data}
    >
      {add.data ? (
        <Stack gap="sm">
          <Text size="sm">{t("secretText")}</Text>
          <Secret label={t("secret")} value={add.data.token} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{t("keptIt")}</Button>
          </Group>
        </Stack>
      ) : (
        <Form add={add} />
      )}
    </Modal>
  );
}

function Form({ add }: { add: ReturnType<typeof useAddToken> }) {
  const t = useUserTexts();
  const words = useWords();
  const { role: own } = usePerson();
  const refused = add.error instanceof Problem ? add.error : null;
  const schema = z
    .object({
      name: z.string().trim().min(1, t("needTokenName")),
      role: z.enum(ROLES, { error: t("needRole") }),
      owner_id: z.string(),
      until: z.string(),
    })
    .refine(({ role, owner_id }) => !needsOwner(role) || owner_id !== "", {
      path: ["owner_id"],
      error: t("needOwner"),
    });
  const form = useForm(
    schema,
    { name: "", role: "", owner_id: "", until: "" },
    ({ name, role, owner_id, until }) =>
      add.mutate({
        name,
        role,
        owner_id: needsOwner(role) ? owner_id : null,
        expires_at: until === "" ? null : endOfDay(until),
      }),
    refused,
  );
  return (
    <form onSubmit={form.send} noValidate>
      <Stack gap="sm">
        <ProblemText problem={refused} />
        <TextInput
          label={t("token")}
          description={t("tokenHelp")}
          value={form.values.name}
          error={form.problem("name")}
          onChange={({ currentTarget }) => form.set("name", currentTarget.value)}
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
        <TextInput
          type="date"
          label={t("until")}
          description={t("untilHelp")}
          value={form.values.until}
          error={refused?.of("expires_at")}
          onChange={({ currentTarget }) => form.set("until", currentTarget.value)}
        />
        <Group justify="flex-end" mt="xs">
          <Button type="submit" loading={add.isPending}>
            {t("addToken")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The end of a day where whoever looks is. */
function endOfDay(day: string): string {
  return new Date(`${day}T23:59:59`).toISOString();
}
