import { TextInput, type TextInputProps } from "@mantine/core";
import { readAmount } from "../lib/amount";
import { formatMoney } from "../lib/numbers";
import { useLanguage } from "../lib/texts";

type Props = Omit<TextInputProps, "value" | "onChange"> & {
  value: string;
  onChange: (text: string) => void;
  currency?: string;
};

/** An amount of money as text, with what was understood beside it. */
export function AmountInput({ value, onChange, currency = "USD", ...rest }: Props) {
  const language = useLanguage();
  const amount = readAmount(value);
  return (
    <TextInput
      {...rest}
      inputMode="decimal"
      autoComplete="off"
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      rightSectionWidth="max-content"
      rightSectionPointerEvents="none"
      rightSection={
        amount !== null && (
          <span style={{ padding: "0 0.75rem", color: "var(--v-muted)", fontSize: "0.8438rem" }}>
            {formatMoney(amount, language, currency)}
          </span>
        )
      }
    />
  );
}
