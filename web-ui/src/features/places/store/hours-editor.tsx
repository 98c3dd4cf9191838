import { ActionIcon, Button, Chip, Group, Stack, Switch, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { zoneName } from "../../../lib/dates";
import { useLanguage } from "../../../lib/texts";
import { dayName, WEEKDAYS, type Weekday, type Window } from "./hours";
import { useStorePageTexts } from "./texts";
import { Week } from "./week";

type Props = {
  windows: readonly Window[];
  zone: string;
  problem: string | null;
  onChange: (windows: Window[]) => void;
};

/** A new window; its id only tells rows apart while they are edited. */
function usual(): Window {
  return { id: String(performance.now()), days: [...WEEKDAYS], from: "08:00", to: "22:00" };
}

/** Opening hours as windows of some days, with the week that comes of them. */
export function HoursEditor({ windows, zone, problem, onChange }: Props) {
  const t = useStorePageTexts();
  const change = (at: number, part: Partial<Window>) =>
    onChange(windows.map((one, place) => (place === at ? { ...one, ...part } : one)));
  return (
    <Stack gap="md">
      <Switch
        label={t("always")}
        checked={windows.length === 0}
        onChange={({ currentTarget }) => onChange(currentTarget.checked ? [] : [usual()])}
      />
      {windows.map((window, at) => (
        <WindowRow
          key={window.id}
          window={window}
          number={at + 1}
          onChange={(part) => change(at, part)}
          onRemove={() => onChange(windows.filter((_, place) => place !== at))}
        />
      ))}
      {problem && (
        <Text size="sm" c="var(--v-bad)">
          {problem}
        </Text>
      )}
      {windows.length > 0 && (
        <>
          <div>
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<IconPlus size={14} />}
              onClick={() => onChange([...windows, usual()])}
            >
              {t("addWindow")}
            </Button>
          </div>
          <Text size="xs" c="dimmed">
            {t("hoursHelp", { zone: zoneName(zone) })}
          </Text>
          <Week hours={windows} zone={zone} />
        </>
      )}
    </Stack>
  );
}

type RowProps = {
  window: Window;
  number: number;
  onChange: (part: Partial<Window>) => void;
  onRemove: () => void;
};

function WindowRow({ window: { days, from, to }, number, onChange, onRemove }: RowProps) {
  const t = useStorePageTexts();
  const language = useLanguage();
  const choose = (chosen: string[]) =>
    onChange({ days: WEEKDAYS.filter((day): day is Weekday => chosen.includes(day)) });
  return (
    <Group gap="sm" align="center" role="group" aria-label={t("window", { number })}>
      <Chip.Group multiple value={days} onChange={choose}>
        <Group gap={4}>
          {WEEKDAYS.map((day) => (
            <Chip key={day} value={day} size="xs" variant="light">
              {dayName(day, language)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Group gap={6} wrap="nowrap">
        <TextInput
          type="time"
          size="xs"
          aria-label={t("from")}
          value={from}
          onChange={({ currentTarget }) => onChange({ from: currentTarget.value })}
        />
        –
        <TextInput
          type="time"
          size="xs"
          aria-label={t("to")}
          value={to}
          onChange={({ currentTarget }) => onChange({ to: currentTarget.value })}
        />
        <ActionIcon variant="subtle" color="red" aria-label={t("removeWindow")} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
    </Group>
  );
}
