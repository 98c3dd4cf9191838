import { Button, CopyButton, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCheck, IconCopy, IconSignature } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useHasRole } from "../../api/session";
import { formatCount } from "../../lib/numbers";
import { REVIEWERS } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { Action } from "../../ui/action";
import { Facts } from "../../ui/facts";
import { Loaded } from "../../ui/states";
import { useUiTexts } from "../../ui/texts";
import { checkpointQuery, logKeyQuery, useSign } from "./queries";
import css from "./system.module.css";
import { useSystemTexts } from "./texts";

/** The log that nobody can change unseen: its newest signed checkpoint and its public key. */
export function Log() {
  const t = useSystemTexts();
  const language = useLanguage();
  const checkpoint = useQuery(checkpointQuery);
  const key = useQuery(logKeyQuery).data;
  const mono = (text: string) => <span className={css["mono"]}>{text}</span>;
  return (
    <Loaded query={checkpoint}>
      {({ origin, size, root }) => (
        <>
          <p className={css["lead"]}>{t("logText")}</p>
          <Facts
            facts={[
              [t("logName"), mono(origin)],
              [t("leaves"), formatCount(size, language)],
              [t("root"), mono(root)],
              [t("logKey"), key ? mono(key.key) : "…"],
            ]}
          />
          <Group mt="md" gap="xs">
            <Sign />
            {key && <Copy value={key.key} />}
          </Group>
        </>
      )}
    </Loaded>
  );
}

function Sign() {
  const t = useSystemTexts();
  const language = useLanguage();
  const sign = useSign();
  const maySign = useHasRole(REVIEWERS);
  const onClick = () =>
    sign.mutate(undefined, {
      onSuccess: ({ size }) =>
        notifications.show({ message: t("signed", { count: formatCount(size, language) }) }),
    });
  return (
    <Action
      variant="default"
      leftSection={<IconSignature size={16} />}
      loading={sign.isPending}
      why={maySign ? null : t("whyNotReviewer")}
      onClick={onClick}
    >
      {t("sign")}
    </Action>
  );
}

function Copy({ value }: { value: string }) {
  const t = useSystemTexts();
  const ui = useUiTexts();
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button
          variant="subtle"
          leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          onClick={copy}
        >
          {copied ? ui("copied") : t("copyKey")}
        </Button>
      )}
    </CopyButton>
  );
}
