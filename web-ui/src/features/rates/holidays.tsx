import { ActionIcon, Group, Select } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { storesQuery } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import type { Language } from "../../lib/language";
import { ADMINS } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { Action } from "../../ui/action";
import { Panel } from "../../ui/panel";
import { Loaded } from "../../ui/states";
import { countriesOf, weeksOf } from "./calendar";
import { type Holiday, holidaysQuery, useSetHoliday } from "./queries";
import css from "./rates.module.css";
import { useRateTexts } from "./texts";

/** The public holidays of a country on the calendar of a year; their hours follow the weekend. */
export function Holidays() {
  const holidays = useQuery(holidaysQuery);
  return <Loaded query={holidays}>{(all) => <Shown all={all} />}</Loaded>;
}

const MONTHS = Array.from({ length: 12 }, (_, month) => month);

function Shown({ all }: { all: readonly Holiday[] }) {
  const t = useRateTexts();
  const stores = useQuery(storesQuery).data ?? [];
  const [year, setYear] = useState(() => new Date().getUTCFullYear());
  const [chosenCountry, setCountry] = useState<string | null>(null);
  const [day, setDay] = useState<string | null>(null);
  const countryName = useCountryName();
  const countries = countriesOf([
    all.map(({ country }) => country),
    stores.map(({ country }) => country),
  ]);
  const country = chosenCountry ?? mostStores(stores) ?? countries[0] ?? "VN";
  const dates = new Set(all.filter((row) => row.country === country).map(({ date }) => date));
  const ofYear = [...dates].filter((date) => date.startsWith(String(year))).length;
  return (
    <Panel
      title={t("holidays", { count: ofYear, country: countryName(country), year: String(year) })}
      aside={
        <Group gap="sm">
          <Select
            size="xs"
            aria-label={t("country")}
            searchable
            allowDeselect={false}
            value={country}
            data={countries.map((code) => ({ value: code, label: countryName(code) }))}
            onChange={setCountry}
          />
          <Group gap={4}>
            <ActionIcon
              variant="default"
              aria-label={t("yearBefore")}
              onClick={() => setYear(year - 1)}
            >
              <IconChevronLeft size={16} />
            </ActionIcon>
            <b>{year}</b>
            <ActionIcon
              variant="default"
              aria-label={t("yearAfter")}
              onClick={() => setYear(year + 1)}
            >
              <IconChevronRight size={16} />
            </ActionIcon>
          </Group>
        </Group>
      }
    >
      <ChosenDay country={country} date={day} isHoliday={day !== null && dates.has(day)} />
      <div className={css["months"]}>
        {MONTHS.map((month) => (
          <Month key={month} year={year} month={month} dates={dates} chosen={day} onOpen={setDay} />
        ))}
      </div>
    </Panel>
  );
}

function mostStores(stores: readonly { country: string }[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { country } of stores) counts.set(country, (counts.get(country) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

function useCountryName(): (code: string) => string {
  const language = useLanguage();
  return (code) => {
    try {
      return new Intl.DisplayNames(language, { type: "region" }).of(code) ?? code;
    } catch {
      return code;
    }
  };
}

type ChosenProps = { country: string; date: string | null; isHoliday: boolean };

/** What can be done with the day that was pressed. */
function ChosenDay({ country, date, isHoliday }: ChosenProps) {
  const t = useRateTexts();
  const language = useLanguage();
  const mayChange = useHasRole(ADMINS);
  const set = useSetHoliday();
  const countryName = useCountryName();
  if (date === null) return <p className={css["muted"]}>{t("pressDay")}</p>;
  const day = longDay(date, language);
  const toggle = () =>
    set.mutate(
      { country, date, isHoliday: !isHoliday },
      {
        onSuccess: () =>
          notifications.show({
            message: t(isHoliday ? "removed" : "added", { day }),
            color: "shop",
          }),
      },
    );
  return (
    <Group gap="sm" mb="md" aria-live="polite">
      <span>
        <b>{day}</b>{" "}
        <span className={css["muted"]}>
          {t(isHoliday ? "isHoliday" : "isNoHoliday", { country: countryName(country) })}
        </span>
      </span>
      <Action
        size="compact-sm"
        variant={isHoliday ? "light" : "filled"}
        color={isHoliday ? "red" : "shop"}
        loading={set.isPending}
        why={mayChange ? null : t("forbidden")}
        onClick={toggle}
      >
        {t(isHoliday ? "remove" : "add")}
      </Action>
    </Group>
  );
}

function longDay(date: string, language: Language): string {
  const locale = language === "en" ? "en-GB" : language;
  return new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" }).format(
    new Date(date),
  );
}

type MonthProps = {
  year: number;
  month: number;
  dates: ReadonlySet<string>;
  chosen: string | null;
  onOpen: (date: string) => void;
};

function Month({ year, month, dates, chosen, onOpen }: MonthProps) {
  const t = useRateTexts();
  const language = useLanguage();
  const name = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" }).format(
    Date.UTC(year, month, 1),
  );
  return (
    <section className={css["month"]}>
      <h3 className={css["factorTitle"]}>{name}</h3>
      <div className={css["days"]}>
        {weeksOf(year, month)
          .flat()
          .map((cell, place) =>
            cell === null ? (
              // The first and last cells of a month never move.
              <span key={`gap ${place < 7 ? place : place - 50}`} />
            ) : (
              <button
                key={cell.date}
                type="button"
                className={css["date"]}
                data-weekend={cell.isWeekend}
                data-holiday={dates.has(cell.date)}
                aria-pressed={cell.date === chosen}
                aria-label={
                  longDay(cell.date, language) + (dates.has(cell.date) ? `, ${t("holiday")}` : "")
                }
                onClick={() => onOpen(cell.date)}
              >
                {cell.day}
              </button>
            ),
          )}
      </div>
    </section>
  );
}
