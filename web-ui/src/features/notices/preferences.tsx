import { Button, Group, PasswordInput, Select, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import type { Schema } from "../../api/client";
import { Problem } from "../../api/problem";
import { usePerson } from "../../api/session";
import { useForm } from "../../lib/form";
import { LANGUAGE_NAMES, LANGUAGES } from "../../lib/language";
import { Panel } from "../../ui/panel";
import { ProblemText } from "../../ui/problem-text";
import { Loaded } from "../../ui/states";
import css from "./notices.module.css";
import { selfQuery, useChangeSelf } from "./queries";
import { useNoticeTexts } from "./texts";

const SHORTEST = 10;

/** What one may change of oneself: name, language of mails, password. */
export function Preferences() {
  const self = useQuery(selfQuery(usePerson().id));
  return (
    <Loaded query={self}>
      {(user) => (
        <div className={css["cards"]}>
          <Self user={user} />
          <Password user={user} />
        </div>
      )}
    </Loaded>
  );
}

type Props = { user: Schema<"UserView"> };

function Self({ user }: Props) {
  const t = useNoticeTexts();
  const change = useChangeSelf(user.id);
  const refused = change.error instanceof Problem ? change.error : null;
  const schema = z.object({ name: z.string().trim().min(1, t("needName")), language: z.string() });
  const first = { name: user.name, language: user.language as string };
  const form = useForm(
    schema,
    first,
    ({ name, language }) => {
      const chosen = LANGUAGES.find((one) => one === language) ?? user.language;
      change.mutate(
        { name, language: chosen },
        { onSuccess: () => notifications.show({ message: t("saved"), color: "shop" }) },
      );
    },
    refused,
  );
  return (
    <Panel title={t("you")}>
      <form onSubmit={form.send} noValidate>
        <Stack gap="sm">
          <ProblemText problem={refused} />
          <TextInput
            label={t("yourName")}
            value={form.values.name}
            error={form.problem("name")}
            onChange={({ currentTarget }) => form.set("name", currentTarget.value)}
          />
          <Select
            label={t("mailLanguage")}
            description={t("mailLanguageHelp", { email: user.email })}
            allowDeselect={false}
            value={form.values.language}
            onChange={(language) => form.set("language", language ?? user.language)}
            data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              {t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

function Password({ user }: Props) {
  const t = useNoticeTexts();
  const change = useChangeSelf(user.id);
  const refused = change.error instanceof Problem ? change.error : null;
  const schema = z.object({
    password: z.string().refine((text) => [...text].length >= SHORTEST, {
      error: t("shortPassword", { count: SHORTEST }),
    }),
  });
  const form = useForm(
    schema,
    { password: "" },
    ({ password }) =>
      change.mutate(
        { password },
        { onSuccess: () => notifications.show({ message: t("passwordSaved"), color: "shop" }) },
      ),
    refused,
  );
  return (
    <Panel title={t("password")}>
      <form onSubmit={form.send} noValidate>
        <Stack gap="sm">
          <ProblemText problem={refused} />
          <PasswordInput
            label={t("newPassword")}
            description={t("passwordHelp")}
            autoComplete="new-password"
            value={form.values.password}
            error={form.problem("password")}
            onChange={({ currentTarget }) => form.set("password", currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" variant="default" loading={change.isPending}>
              {t("changePassword")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
