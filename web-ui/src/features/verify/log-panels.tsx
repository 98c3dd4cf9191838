import { Button, CopyButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCopy, IconDownload, IconSignature } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { save } from "../../api/download";
import { useHasRole } from "../../api/session";
import { REVIEWERS } from "../../lib/roles";
import { Panel } from "../../ui/panel";
import { Loaded } from "../../ui/states";
import { type Checkpoint, logKeyQuery, useSignCheckpoint } from "./log-queries";
import { useVerifyTexts } from "./texts";
import css from "./verify.module.css";

/** The newest checkpoint as it is, to be kept. */
export function NotePanel({ newest }: { newest: Checkpoint }) {
  const t = useVerifyTexts();
  const sign = useSignCheckpoint();
  const maySign = useHasRole(REVIEWERS);
  return (
    <Panel title={t("log.note")}>
      <p className={css["muted"]}>{t("log.noteText")}</p>
      <pre className={css["code"]}>{newest.checkpoint}</pre>
      <div className={css["row"]}>
        <Copy text={newest.checkpoint} />
        <Save name={`checkpoint-${newest.size}.txt`} text={newest.checkpoint} />
        {maySign && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconSignature size={15} />}
            loading={sign.isPending}
            onClick={() =>
              sign.mutate(undefined, {
                onSuccess: () => notifications.show({ message: t("log.signed") }),
              })
            }
          >
            {t("log.sign")}
          </Button>
        )}
      </div>
    </Panel>
  );
}

/** The key that everybody needs who checks the log. */
export function KeyPanel() {
  const t = useVerifyTexts();
  const key = useQuery(logKeyQuery);
  return (
    <Panel title={t("log.key")}>
      <p className={css["muted"]}>{t("log.keyText")}</p>
      <Loaded query={key}>
        {({ key: text, public_key_pem }) => (
          <>
            <pre className={css["code"]}>{text}</pre>
            <div className={css["row"]}>
              <Copy text={text} />
              <Save name="log.vkey" text={`${text}\n`} />
              <Save name="log.pem" text={public_key_pem} label={t("log.asPem")} />
            </div>
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function Copy({ text }: { text: string }) {
  const t = useVerifyTexts();
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button size="xs" variant="default" leftSection={<IconCopy size={15} />} onClick={copy}>
          {copied ? t("log.copied") : t("log.copy")}
        </Button>
      )}
    </CopyButton>
  );
}

export function Save({ name, text, label }: { name: string; text: string; label?: string }) {
  const t = useVerifyTexts();
  const blob = () => new Blob([text], { type: "text/plain" });
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconDownload size={15} />}
      onClick={() => save({ name, blob: blob() })}
    >
      {label ?? t("log.save")}
    </Button>
  );
}
