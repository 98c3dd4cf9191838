import { SegmentedControl, TextInput } from "@mantine/core";
import { type Chosen, dayOf, type Range, shift } from "./days";
import css from "./proof.module.css";
import { useProofTexts } from "./texts";

type Props = {
  range: Range;
  /** The whole run of the campaign. */
  run: Range;
  now: number;
  onChange: (chosen: Chosen) => void;
};

const NAMES = ["run", "week", "yesterday", "today"] as const;
type Name = (typeof NAMES)[number];

/** Which days the report is of: some by name, others by their dates. */
export function RangeBar({ range, run, now, onChange }: Props) {
  const t = useProofTexts();
  const today = dayOf(now);
  const ranges: Record<Name, Range> = {
    run,
    week: { from: shift(today, -6), to: today },
    yesterday: { from: shift(today, -1), to: shift(today, -1) },
    today: { from: today, to: today },
  };
  const named = NAMES.find((name) => isSame(ranges[name], range));
  const choose = (name: Name) => onChange(name === "run" ? { from: "", to: "" } : ranges[name]);
  return (
    <div className={css["filters"]}>
      <SegmentedControl
        value={named ?? ""}
        onChange={(value) => {
          const name = NAMES.find((one) => one === value);
          if (name) choose(name);
        }}
        data={NAMES.map((name) => ({ value: name, label: t(`range.${name}`) }))}
      />
      <div className={css["dates"]}>
        <TextInput
          type="date"
          aria-label={t("from")}
          value={range.from}
          max={range.to}
          onChange={({ currentTarget: { value } }) => {
            if (value) onChange({ from: value, to: range.to });
          }}
        />
        <span aria-hidden="true">–</span>
        <TextInput
          type="date"
          aria-label={t("to")}
          value={range.to}
          min={range.from}
          max={today}
          onChange={({ currentTarget: { value } }) => {
            if (value) onChange({ from: range.from, to: value });
          }}
        />
      </div>
    </div>
  );
}

function isSame(a: Range, b: Range): boolean {
  return a.from === b.from && a.to === b.to;
}
