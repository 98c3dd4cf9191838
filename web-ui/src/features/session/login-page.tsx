import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { z } from "zod";
import { Problem } from "../../api/problem";
import { meQuery, useSignIn } from "../../api/session";
import { useForm } from "../../lib/form";
import { paths, safeBack } from "../../lib/paths";
import { Redirect } from "../../lib/redirect";
import { Door } from "./door";
import { welcomeQuery } from "./queries";
import { useSessionTexts } from "./texts";

/** The door. Whoever was sent here goes back to where they were. */
export function Page() {
  const t = useSessionTexts();
  const search: { back?: unknown } = useSearch({ strict: false });
  const me = useQuery(meQuery);
  const welcome = useQuery(welcomeQuery);
  useEffect(() => {
    document.title = `${t("title")} · Vetrina`;
  }, [t]);
  const back = safeBack(search.back);
  if (me.data) return <Redirect href={back} />;
  if (welcome.data?.needs_admin) return <Redirect href={paths.welcome} />;
  return (
    <Door title={t("title")} lead={back === paths.home ? t("lead") : t("expired")}>
      <SignIn />
    </Door>
  );
}

function SignIn() {
  const t = useSessionTexts();
  const signIn = useSignIn();
  const schema = z.object({
    email: z.string().trim().min(1, t("needEmail")),
    password: z.string().min(1, t("needPassword")),
  });
  const form = useForm(schema, { email: "", password: "" }, (given) => signIn.mutate(given));
  return (
    <form onSubmit={form.send} noValidate>
      <Stack gap="sm">
        {signIn.error && (
          <Alert color="red" variant="light" role="alert">
            {sentence(signIn.error, t("wrong"))}
          </Alert>
        )}
        <TextInput
          label={t("email")}
          type="email"
          autoComplete="username"
          autoFocus
          value={form.values.email}
          error={form.problem("email")}
          onChange={({ currentTarget }) => form.set("email", currentTarget.value)}
        />
        <PasswordInput
          label={t("password")}
          autoComplete="current-password"
          value={form.values.password}
          error={form.problem("password")}
          onChange={({ currentTarget }) => form.set("password", currentTarget.value)}
        />
        <Button type="submit" mt="xs" size="md" loading={signIn.isPending}>
          {t("signIn")}
        </Button>
      </Stack>
    </form>
  );
}

function sentence(error: Error, wrong: string): string {
  return error instanceof Problem && error.status === 401 ? wrong : error.message;
}
