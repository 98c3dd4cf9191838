import { Select } from "@mantine/core";
import { useWords } from "../lib/words";

/** Reasons that need no further words, most usual first. */
const REASONS = [
  "BRAND_SAFETY",
  "CONTENT_ERROR",
  "LEGAL_DEMAND",
  "FRAUD_DETECTED",
  "SECURITY_INCIDENT",
  "ADVERTISER_REQUEST",
  "SUPPLIER_COMPLAINT",
  "TECHNICAL_ISSUE",
  "BUDGET_FRAUD",
] as const;

export type PlainStopReason = (typeof REASONS)[number];
export const FIRST_REASON: PlainStopReason = REASONS[0];

type Props = {
  label: string;
  value: PlainStopReason;
  onChange: (reason: PlainStopReason) => void;
  /** An advertiser cannot name a supplier's complaint. */
  isAdvertiser?: boolean;
};

/** Why something is stopped; chosen beforehand, so that the stop itself is one click. */
export function StopReasonSelect({ label, value, onChange, isAdvertiser = false }: Props) {
  const words = useWords();
  const open = REASONS.filter((reason) => !isAdvertiser || reason !== "SUPPLIER_COMPLAINT");
  return (
    <Select
      label={label}
      allowDeselect={false}
      value={value}
      data={open.map((reason) => ({ value: reason, label: words("StopReason", reason) }))}
      onChange={(chosen) => {
        const reason = REASONS.find((one) => one === chosen);
        if (reason) onChange(reason);
      }}
    />
  );
}
