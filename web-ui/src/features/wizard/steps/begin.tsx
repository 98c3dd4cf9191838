import { Button, Group, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { campaignsQuery } from "../../../api/catalog";
import { Problem } from "../../../api/problem";
import { usePerson } from "../../../api/session";
import { Panel } from "../../../ui/panel";
import { Ago } from "../../../ui/values";
import { forget, keep, readKept, UNBORN } from "../keep";
import { advertisersQuery, useCreate } from "../queries";
import { LIMITS, problemsOf } from "../rules";
import { BOUNDS } from "../shown";
import { useWizardTexts } from "../texts";
import { useGoTo } from "../use-go-to";
import { useSaying } from "../use-saying";
import { BLANK } from "../values";
import css from "../wizard.module.css";

/** The first step before there is a draft: a name and whose it is; or a draft to go on with. */
export function Begin() {
  return (
    <div className={css["columns"]}>
      <NewDraft />
      <Drafts />
    </div>
  );
}

function NewDraft() {
  const t = useWizardTexts();
  const say = useSaying();
  const goTo = useGoTo();
  const { role, ownerId } = usePerson();
  const advertisers = useQuery(advertisersQuery).data ?? [];
  const isOperator = role !== "ADVERTISER";
  const [values, setValues] = useState(() => ({ ...BLANK, ...readKept(UNBORN) }));
  const [chosen, setChosen] = useState<string | null>(null);
  const [isTried, setTried] = useState(false);
  const create = useCreate();
  const field = useRef<HTMLInputElement>(null);
  const { name, description } = values;
  useEffect(() => {
    const isBlank = name === "" && description === "";
    keep(UNBORN, isBlank ? {} : { name, description });
  }, [name, description]);

  const found = problemsOf(values, false);
  const refused = create.error instanceof Problem ? create.error : null;
  const isSame = create.variables?.name === name;
  const said = (key: "name" | "description") => {
    const code = found[key];
    if (code !== undefined) return isTried ? t(`wrong.${code}`, BOUNDS) : null;
    const message = isSame ? refused?.of(key) : undefined;
    return message === undefined ? null : say(message);
  };
  const buyer = advertisers.find(({ id }) => id === (isOperator ? chosen : ownerId));
  const noBuyer = isOperator && chosen === null ? t("wrong.REQUIRED") : null;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (found.name !== undefined || found.description !== undefined || noBuyer !== null) {
      if (found.name !== undefined) field.current?.focus();
      return;
    }
    create.mutate(
      { name, description, advertiserId: isOperator ? chosen : null },
      {
        onSuccess: ({ id }) => {
          forget(UNBORN);
          goTo(id, "basics");
        },
      },
    );
  };
  const isGeneral = refused !== null && refused.fields.length === 0 && isSame;
  return (
    <Panel title={t("beginTitle")}>
      <form onSubmit={send} noValidate>
        <Stack>
          <Text size="sm" c="dimmed">
            {t("beginText")}
          </Text>
          {isOperator && (
            <Select
              label={t("advertiser")}
              description={t("advertiserHint")}
              required
              searchable
              nothingFoundMessage={t("nobody")}
              data={advertisers.map(({ id, name }) => ({ value: id, label: name }))}
              value={chosen}
              onChange={setChosen}
              error={isTried ? noBuyer : null}
            />
          )}
          {buyer && (buyer.status !== "ACTIVE" || !buyer.email_verified) && (
            <Text size="sm" c="red" role="alert">
              {buyer.status === "ACTIVE" ? t("notVerified") : t("notActive")}
            </Text>
          )}
          <TextInput
            ref={field}
            label={t("name")}
            description={t("nameHint")}
            required
            maxLength={LIMITS.name.max + 50}
            value={name}
            error={said("name")}
            onChange={({ currentTarget: { value } }) =>
              setValues((before) => ({ ...before, name: value }))
            }
          />
          <Textarea
            label={t("description")}
            autosize
            minRows={2}
            value={description}
            error={said("description")}
            onChange={({ currentTarget: { value } }) =>
              setValues((before) => ({ ...before, description: value }))
            }
          />
          {isGeneral && (
            <Text size="sm" c="red" role="alert">
              {refused.message}
            </Text>
          )}
          <Group justify="flex-end">
            <Button
              type="submit"
              loading={create.isPending}
              rightSection={<IconArrowRight size={16} />}
            >
              {t("create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

const SHOWN = 8;

function Drafts() {
  const t = useWizardTexts();
  const goTo = useGoTo();
  const campaigns = useQuery(campaignsQuery).data ?? [];
  const drafts = campaigns
    .filter(({ status }) => status === "DRAFT" || status === "REJECTED")
    .sort((a, b) => b.updated_at.localeCompare(a.updated_at));
  return (
    <Panel title={t("draftsTitle")}>
      {drafts.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("noDrafts")}
        </Text>
      ) : (
        <ul className={css["drafts"]}>
          {drafts.slice(0, SHOWN).map((draft) => (
            <li key={draft.id}>
              <button type="button" onClick={() => goTo(draft.id, "start")}>
                <span className={css["draftName"]}>{draft.name}</span>
                <span className={css["muted"]}>
                  {draft.status === "REJECTED" ? `${t("rejectedDraft")} · ` : ""}
                  <Ago at={draft.updated_at} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
