import { Button, Group, Modal, Stack, Switch, TagsInput, Text, TextInput } from "@mantine/core";
import { z } from "zod";
import { Problem } from "../../api/problem";
import { useForm } from "../../lib/form";
import { ProblemText } from "../../ui/problem-text";
import { Secret } from "../../ui/secret";
import { useUiTexts } from "../../ui/texts";
import { EVENTS } from "./events";
import css from "./notices.module.css";
import { useAddWebhook, useDeleteWebhook, type Webhook } from "./queries";
import { useNoticeTexts } from "./texts";

/** Makes a webhook and then shows its secret, once. */
export function AddWebhook({ onClose }: { onClose: () => void }) {
  const t = useNoticeTexts();
  const ui = useUiTexts();
  const add = useAddWebhook();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("addWebhook")}
      closeButtonProps={{ "aria-label": ui("close") }}
      // A secret that is shown once must not go by a click beside it.
      closeOnClickOutside={!add.data}
    >
      {add.data ? (
        <Stack gap="sm">
          <Text size="sm">{t("secretText")}</Text>
          <Secret label={t("secret")} value={add.data.secret} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{t("kept")}</Button>
          </Group>
        </Stack>
      ) : (
        <Form add={add} />
      )}
    </Modal>
  );
}

function Form({ add }: { add: ReturnType<typeof useAddWebhook> }) {
  const t = useNoticeTexts();
  const refused = add.error instanceof Problem ? add.error : null;
  const schema = z.object({
    url: z
      .string()
      .trim()
      .regex(/^https:[/]{2}./, t("needHttps")),
    isAll: z.boolean(),
    events: z.array(z.string()),
  });
  const first = { url: "", isAll: true, events: [] as string[] };
  const form = useForm(
    schema,
    first,
    ({ url, isAll, events }) => add.mutate({ url, events: isAll ? ["*"] : events }),
    refused,
  );
  return (
    <form onSubmit={form.send} noValidate>
      <Stack gap="sm">
        <ProblemText problem={refused} />
        <TextInput
          label={t("url")}
          description={t("urlHelp")}
          placeholder="https:…"
          type="url"
          value={form.values.url}
          error={form.problem("url")}
          onChange={({ currentTarget }) => form.set("url", currentTarget.value)}
        />
        <Switch
          label={t("everything")}
          checked={form.values.isAll}
          onChange={({ currentTarget }) => form.set("isAll", currentTarget.checked)}
        />
        {!form.values.isAll && (
          <TagsInput
            label={t("events")}
            description={t("eventsHelp")}
            data={EVENTS}
            maxDropdownHeight={220}
            value={form.values.events}
            error={form.problem("events")}
            onChange={(events) => form.set("events", events)}
          />
        )}
        <Group justify="flex-end" mt="xs">
          <Button type="submit" loading={add.isPending}>
            {t("addWebhook")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function DeleteWebhook({ hook, onClose }: { hook: Webhook; onClose: () => void }) {
  const t = useNoticeTexts();
  const ui = useUiTexts();
  const remove = useDeleteWebhook(hook.id);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("deleteTitle")}
      closeButtonProps={{ "aria-label": ui("close") }}
    >
      <div className={css["url"]}>{hook.url}</div>
      <Text size="sm" mt="sm">
        {t("deleteText")}
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {ui("cancel")}
        </Button>
        <Button
          color="red"
          loading={remove.isPending}
          onClick={() => remove.mutate(undefined, { onSuccess: onClose })}
        >
          {t("deleteWebhook")}
        </Button>
      </Group>
    </Modal>
  );
}
