import { ActionIcon, Button, Chip, Group, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { formatDecimal } from "../../../lib/numbers";
import { useLanguage } from "../../../lib/texts";
import { isWindow, LIMITS } from "../rules";
import { useWizardTexts } from "../texts";
import type { Daypart } from "../values";
import css from "../wizard.module.css";
import { DAYS, hoursOf, PRESETS, WORKDAYS, weekOf } from "./dayparts";

type Props = {
  windows: readonly Daypart[];
  problem: string | null;
  onChange: (windows: Daypart[]) => void;
};

const PRESET_NAMES = Object.keys(PRESETS) as (keyof typeof PRESETS)[];

/** The hours of the week in which the campaign plays, on each store's own clock. */
export function DaypartFields({ windows, problem, onChange }: Props) {
  const t = useWizardTexts();
  const change = (at: number, part: Partial<Daypart>) =>
    onChange(windows.map((one, place) => (place === at ? { ...one, ...part } : one)));
  const add = () => onChange([...windows, { days: [...WORKDAYS], from: "09:00", to: "18:00" }]);
  return (
    <Stack gap="sm">
      <Group gap="xs">
        {PRESET_NAMES.map((name) => (
          <Button
            key={name}
            size="compact-sm"
            variant={JSON.stringify(PRESETS[name]) === JSON.stringify(windows) ? "filled" : "light"}
            onClick={() => onChange([...PRESETS[name]])}
          >
            {t(`preset.${name}`)}
          </Button>
        ))}
      </Group>
      {placed(windows).map(({ at, key, window }) => (
        <WindowFields
          key={key}
          number={at + 1}
          window={window}
          onChange={(part) => change(at, part)}
          onRemove={() => onChange(windows.filter((_, place) => place !== at))}
        />
      ))}
      {problem && (
        <p className={css["bad"]} role="alert">
          {problem}
        </p>
      )}
      <Group justify="space-between">
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          disabled={windows.length >= LIMITS.windows}
          onClick={add}
        >
          {t("addWindow")}
        </Button>
      </Group>
      <Week windows={windows} />
    </Stack>
  );
}

/** Windows have no id: their place is what tells them apart. */
function placed(windows: readonly Daypart[]) {
  return windows.map((window, at) => ({ at, key: String(at), window }));
}

type WindowProps = {
  number: number;
  window: Daypart;
  onChange: (part: Partial<Daypart>) => void;
  onRemove: () => void;
};

function WindowFields({ number, window, onChange, onRemove }: WindowProps) {
  const t = useWizardTexts();
  const isWrong = !isWindow(window);
  return (
    <fieldset className={css["window"]}>
      <legend className={css["muted"]}>{t("window", { number: String(number) })}</legend>
      <Chip.Group
        multiple
        value={window.days}
        onChange={(days) => onChange({ days: DAYS.filter((day) => days.includes(day)) })}
      >
        <Group gap={4}>
          {DAYS.map((day) => (
            <Chip key={day} value={day} size="xs" radius="sm">
              {t(`day.${day}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          type="time"
          size="xs"
          label={t("from")}
          value={window.from}
          error={isWrong && window.from === ""}
          onChange={({ currentTarget }) => onChange({ from: currentTarget.value })}
        />
        <TextInput
          type="time"
          size="xs"
          label={t("to")}
          value={window.to === "24:00" ? "00:00" : window.to}
          error={isWrong}
          onChange={({ currentTarget: { value } }) =>
            onChange({ to: value === "00:00" ? "24:00" : value })
          }
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("removeWindow", { number: String(number) })}
          onClick={onRemove}
        >
          <IconX size={16} />
        </ActionIcon>
      </Group>
    </fieldset>
  );
}

/** The week as a small picture. */
function Week({ windows }: { windows: readonly Daypart[] }) {
  const t = useWizardTexts();
  const language = useLanguage();
  const hours = formatDecimal(hoursOf(windows), language, 1);
  const cells = weekOf(windows).flatMap((row, day) =>
    row.map((part, hour) => ({ key: `${DAYS[day]}${hour}`, part })),
  );
  return (
    <div>
      <div className={css["week"]} role="img" aria-label={t("weekLabel", { hours })}>
        <div className={css["weekDays"]}>
          {DAYS.map((day) => (
            <span key={day}>{t(`day.${day}`)}</span>
          ))}
        </div>
        <div className={css["weekCells"]}>
          {cells.map(({ key, part }) => (
            <span key={key} style={{ opacity: part === 0 ? 0.12 : 0.25 + part * 0.75 }} />
          ))}
        </div>
        <div className={css["weekHours"]} aria-hidden>
          {["0", "6", "12", "18", "24"].map((hour) => (
            <span key={hour}>{hour}</span>
          ))}
        </div>
      </div>
      <p className={css["muted"]}>{t("weekLabel", { hours })}</p>
    </div>
  );
}
