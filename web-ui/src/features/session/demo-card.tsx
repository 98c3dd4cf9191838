import { ActionIcon, CopyButton, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import css from "./session.module.css";
import { useSessionTexts } from "./texts";

/** What is typed where the appliance was started. */
const COMMAND = "vetrina demo";

/** For whoever only looks around: the demo is another appliance, never data inside this one. */
export function DemoCard() {
  const t = useSessionTexts();
  return (
    <section className={css["demo"]} aria-labelledby="demo-title">
      <h2 id="demo-title">{t("demoTitle")}</h2>
      <p>{t("demoText")}</p>
      <p>{t("demoRun")}</p>
      <div className={css["command"]}>
        <code>{COMMAND}</code>
        <CopyButton value={COMMAND}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? t("copiedCommand") : t("copyCommand")}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={copied ? t("copiedCommand") : t("copyCommand")}
                onClick={copy}
              >
                {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </div>
    </section>
  );
}
