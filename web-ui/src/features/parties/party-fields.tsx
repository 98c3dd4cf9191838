import { Button, Select, Stack, Text, TextInput } from "@mantine/core";
import { type ReactNode, useMemo } from "react";
import { z } from "zod";
import { Problem } from "../../api/problem";
import { useForm } from "../../lib/form";
import { LANGUAGES } from "./languages";
import type { NewParty } from "./queries";
import { usePartyTexts } from "./texts";

type Props = {
  first: NewParty;
  /** What the button says. */
  deed: string;
  /** What stands above it. */
  note?: ReactNode;
  isPending: boolean;
  problem: Error | null;
  onSend: (party: NewParty) => void;
};

/** Name, address and language of an advertiser or a supplier. */
export function PartyFields({ first, deed, note, isPending, problem, onSend }: Props) {
  const t = usePartyTexts();
  const schema = useMemo(
    () =>
      z.object({
        name: z.string().trim().min(1, t("needName")).max(100, t("longName")),
        email: z.email(t("needEmail")),
        language: z.enum(["en", "vi", "it"]),
      }),
    [t],
  );
  const refused = problem instanceof Problem ? problem : null;
  const form = useForm(schema, first, onSend, refused);
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
        {note}
        {refused && refused.fields.length === 0 && (
          <Text size="sm" c="var(--v-bad)" role="alert">
            {refused.message}
          </Text>
        )}
        <Button type="submit" loading={isPending}>
          {deed}
        </Button>
      </Stack>
    </form>
  );
}
