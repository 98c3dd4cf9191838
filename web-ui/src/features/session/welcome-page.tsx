import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { z } from "zod";
import { Problem } from "../../api/problem";
import { meQuery } from "../../api/session";
import { useForm } from "../../lib/form";
import { paths } from "../../lib/paths";
import { Redirect } from "../../lib/redirect";
import { useLanguage } from "../../lib/texts";
import { Loaded } from "../../ui/states";
import { DemoCard } from "./demo-card";
import { Door } from "./door";
import { useFirstAdmin, welcomeQuery } from "./queries";
import { useSessionTexts } from "./texts";

const SHORTEST = 10;

/** The first start: makes the administrator and goes in. */
export function Page() {
  const t = useSessionTexts();
  const welcome = useQuery(welcomeQuery);
  const me = useQuery(meQuery);
  useEffect(() => {
    document.title = `${t("welcomeTitle")} · Vetrina`;
  }, [t]);
  if (me.data) return <Redirect href={paths.home} />;
  const below = welcome.data?.needs_admin && <DemoCard />;
  return (
    <Door title={t("welcomeTitle")} lead={t("welcomeLead")} below={below}>
      <Loaded query={welcome}>
        {({ needs_admin }) => (needs_admin ? <FirstAdmin /> : <Redirect href={paths.login} />)}
      </Loaded>
    </Door>
  );
}

function FirstAdmin() {
  const t = useSessionTexts();
  const language = useLanguage();
  const create = useFirstAdmin();
  const refused = create.error instanceof Problem ? create.error : null;
  const schema = z.object({
    setup_code: z.string().trim().min(1, t("needCode")),
    name: z.string().trim().min(1, t("needName")),
    email: z.string().trim().min(1, t("needEmail")),
    password: z.string().refine((text) => [...text].length >= SHORTEST, {
      error: ({ input }) => t("shortPassword", { count: [...String(input)].length }),
    }),
  });
  const first = { setup_code: codeOfAddress(), name: "", email: "", password: "" };
  const form = useForm(schema, first, (given) => create.mutate({ ...given, language }), refused);
  const isGeneral = refused !== null && refused.fields.length === 0;
  return (
    <form onSubmit={form.send} noValidate>
      <Stack gap="sm">
        {isGeneral && (
          <Alert color="red" variant="light" role="alert">
            {refused.message}
          </Alert>
        )}
        <TextInput
          label={t("code")}
          description={t("codeHelp")}
          autoComplete="off"
          value={form.values.setup_code}
          error={form.problem("setup_code")}
          onChange={({ currentTarget }) => form.set("setup_code", currentTarget.value)}
        />
        <TextInput
          label={t("name")}
          autoComplete="name"
          value={form.values.name}
          error={form.problem("name")}
          onChange={({ currentTarget }) => form.set("name", currentTarget.value)}
        />
        <TextInput
          label={t("email")}
          type="email"
          autoComplete="username"
          value={form.values.email}
          error={form.problem("email")}
          onChange={({ currentTarget }) => form.set("email", currentTarget.value)}
        />
        <PasswordInput
          label={t("password")}
          description={t("passwordHelp")}
          autoComplete="new-password"
          value={form.values.password}
          error={form.problem("password")}
          onChange={({ currentTarget }) => form.set("password", currentTarget.value)}
        />
        <Button type="submit" mt="xs" size="md" loading={create.isPending}>
          {t("create")}
        </Button>
      </Stack>
    </form>
  );
}

/** The code stands behind `#` in the link that the appliance prints; it never reaches a server's log. */
function codeOfAddress(): string {
  return location.hash.slice(1);
}
