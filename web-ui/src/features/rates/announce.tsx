import { Drawer, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { Problem } from "../../api/problem";
import { whenDone } from "../../api/query";
import { useHasRole } from "../../api/session";
import { formatDay } from "../../lib/dates";
import { compare, type Decimal } from "../../lib/decimal";
import { formatMoney } from "../../lib/numbers";
import { ADMINS } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Action, ConfirmedAction } from "../../ui/action";
import { useUiTexts } from "../../ui/texts";
import { toneClass } from "../../ui/tone";
import { Change } from "./cards";
import { firstDay, NOTICE_DAYS, type RateCard, type RateRow, readRate, writeRate } from "./prices";
import { useAnnounce } from "./queries";
import css from "./rates.module.css";
import { useRateTexts } from "./texts";

/** New base rates, told to the advertisers a month before they hold. */
export function Announce({ newest }: { newest: RateCard }) {
  const t = useRateTexts();
  const ui = useUiTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  const mayAnnounce = useHasRole(ADMINS);
  return (
    <>
      <Action
        leftSection={<IconPlus size={16} />}
        why={mayAnnounce ? null : t("forbidden")}
        onClick={open}
      >
        {t("announce")}
      </Action>
      <Drawer
        opened={isOpen}
        onClose={close}
        position="right"
        size="lg"
        title={t("announceTitle", { version: newest.version + 1 })}
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        <Form key={newest.version} newest={newest} onDone={close} />
      </Drawer>
    </>
  );
}

type Draft = Readonly<Record<string, { peak: string; offPeak: string }>>;

function Form({ newest, onDone }: { newest: RateCard; onDone: () => void }) {
  const t = useRateTexts();
  const words = useWords();
  const language = useLanguage();
  const [day, setDay] = useState(() => earliest(newest));
  const [draft, setDraft] = useState<Draft>(() =>
    Object.fromEntries(
      newest.rows.map((row) => [
        row.category,
        { peak: writeRate(row.peak_cpm), offPeak: writeRate(row.off_peak_cpm) },
      ]),
    ),
  );
  const announce = useAnnounce();
  const problem = announce.error instanceof Problem ? announce.error : null;
  const rows = newest.rows.map((row) => ({ row, given: read(draft, row) }));
  const isWrong = rows.some(({ given }) => given === null);
  const isSame = rows.every(
    ({ row, given }) =>
      given !== null &&
      compare(given.peak_cpm, row.peak_cpm) === 0 &&
      compare(given.off_peak_cpm, row.off_peak_cpm) === 0,
  );
  const why = isWrong ? t("wrong") : day === "" ? t("needDay") : isSame ? t("noChange") : null;
  const send = () =>
    whenDone(
      announce.mutateAsync({
        rows: rows.flatMap(({ row, given }) =>
          given === null ? [] : [{ category: row.category, ...given }],
        ),
        effective_at: `${day}T00:00:00Z`,
      }),
      ({ version, effective_at }) => {
        notifications.show({
          message: t("announced", { version, day: formatDay(effective_at, language) }),
          color: "shop",
        });
        onDone();
      },
    );
  const change = (row: RateRow, part: Partial<Draft[string]>) =>
    setDraft((before) => ({
      ...before,
      [row.category]: { peak: "", offPeak: "", ...before[row.category], ...part },
    }));
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t("announceText", { days: NOTICE_DAYS })}
      </Text>
      <TextInput
        type="date"
        label={t("holdsFromDay")}
        value={day}
        error={problem?.of("effective_at")}
        onChange={({ currentTarget }) => setDay(currentTarget.value)}
      />
      <table className={css["rates"]} aria-label={t("base")}>
        <thead>
          <tr>
            <th scope="col">{t("category")}</th>
            <th scope="col">{t("peak")}</th>
            <th scope="col">{t("offPeak")}</th>
          </tr>
        </thead>
        <tbody>
          {newest.rows.map((row) => {
            const name = words("StoreCategory", row.category);
            const given = draft[row.category];
            return (
              <tr key={row.category}>
                <th scope="row">{name}</th>
                <td>
                  <Amount
                    label={`${name}, ${t("peak")}`}
                    value={given?.peak ?? ""}
                    before={row.peak_cpm}
                    onChange={(peak) => change(row, { peak })}
                  />
                </td>
                <td>
                  <Amount
                    label={`${name}, ${t("offPeak")}`}
                    value={given?.offPeak ?? ""}
                    before={row.off_peak_cpm}
                    onChange={(offPeak) => change(row, { offPeak })}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {problem && problem.of("effective_at") === undefined && (
        <div className={`${css["note"]} ${toneClass("bad")}`} role="alert">
          {problem.of("rows") ?? problem.message}
        </div>
      )}
      <ConfirmedAction
        loading={announce.isPending}
        why={why}
        title={t("sure", { version: newest.version + 1 })}
        text={t("sureText", { day: formatDay(day, language) })}
        deed={t("announceDeed")}
        onConfirm={send}
      >
        {t("announceDeed")}
      </ConfirmedAction>
    </Stack>
  );
}

/** A month ahead, and after the newest version that is announced. */
function earliest(newest: RateCard): string {
  const soon = firstDay(Date.now());
  const after = new Date(Date.parse(newest.effective_at) + 86_400_000).toISOString().slice(0, 10);
  return [soon, after].sort().at(-1) ?? soon;
}

/** What was written for a row; null where it is no rate above zero. */
function read(draft: Draft, row: RateRow) {
  const peak = readRate(draft[row.category]?.peak ?? "");
  const offPeak = readRate(draft[row.category]?.offPeak ?? "");
  return peak === null || offPeak === null ? null : { peak_cpm: peak, off_peak_cpm: offPeak };
}

type AmountProps = {
  label: string;
  value: string;
  before: Decimal;
  onChange: (value: string) => void;
};

function Amount({ label, value, before, onChange }: AmountProps) {
  const t = useRateTexts();
  const language = useLanguage();
  const rate = readRate(value);
  return (
    <div className={css["amount"]}>
      <TextInput
        size="xs"
        inputMode="decimal"
        aria-label={label}
        value={value}
        error={rate === null ? t("wrongRate") : null}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      {rate !== null && compare(rate, before) !== 0 && (
        <span className={css["muted"]}>
          {formatMoney(rate, language)} <Change before={before} after={rate} />
        </span>
      )}
    </div>
  );
}
