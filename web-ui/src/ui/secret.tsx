import { Button, CopyButton, Group } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useUiTexts } from "./texts";
import css from "./ui.module.css";

/** Something that is shown once, with a button that copies it. */
export function Secret({ label, value }: { label: string; value: string }) {
  const t = useUiTexts();
  return (
    <div>
      <Group justify="space-between" mt="sm" mb={4}>
        <span className={css["figureLabel"]}>{label}</span>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button
              size="compact-xs"
              variant="subtle"
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              onClick={copy}
            >
              {copied ? t("copied") : t("copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
      <div className={css["secret"]}>{value}</div>
    </div>
  );
}
