import {
  Menu,
  SegmentedControl,
  Text,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from "@mantine/core";
import { IconCheck, IconChevronDown, IconLogout } from "@tabler/icons-react";
import { usePerson, useSignOut } from "../api/session";
import { LANGUAGE_NAMES, LANGUAGES } from "../lib/language";
import { changeLanguage, useLanguage } from "../lib/texts";
import { useWords } from "../lib/words";
import css from "./shell.module.css";
import { useShellTexts } from "./texts";

/** Who one is, the language, the appearance, the way out. */
export function AccountMenu() {
  const t = useShellTexts();
  const words = useWords();
  const { name, role } = usePerson();
  const language = useLanguage();
  const signOut = useSignOut();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" width={230} withinPortal>
      <Menu.Target>
        <UnstyledButton className={css["account"] ?? ""}>
          <VisuallyHidden>{t("account", { name })}</VisuallyHidden>
          <span className={css["initials"]} aria-hidden="true">
            {initials(name)}
          </span>
          <span className={css["accountName"]} aria-hidden="true">
            {name}
          </span>
          <IconChevronDown size={14} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Text size="sm" fw={600} px="sm" pt={6} lineClamp={2}>
          {name}
        </Text>
        <Text size="xs" c="dimmed" px="sm" pb={6}>
          {words("Role", role)}
        </Text>
        <Menu.Divider />
        <Menu.Label>{t("language")}</Menu.Label>
        {LANGUAGES.map((one) => (
          <Menu.Item
            key={one}
            lang={one}
            onClick={() => void changeLanguage(one)}
            rightSection={one === language ? <IconCheck size={14} /> : null}
          >
            {LANGUAGE_NAMES[one]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t("appearance")}</Menu.Label>
        <SegmentedControl
          size="xs"
          fullWidth
          m={6}
          value={colorScheme}
          aria-label={t("appearance")}
          onChange={(value) => setColorScheme(value as typeof colorScheme)}
          data={[
            { value: "light", label: t("light") },
            { value: "dark", label: t("dark") },
            { value: "auto", label: t("auto") },
          ]}
        />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate()}>
          {t("signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
}
