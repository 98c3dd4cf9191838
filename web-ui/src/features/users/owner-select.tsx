import { Select } from "@mantine/core";
import { needsOwner } from "./grants";
import { useOwners } from "./queries";
import { useUserTexts } from "./texts";

type Props = {
  role: string;
  value: string;
  error: string | null;
  onChange: (owner: string) => void;
};

/** For whom somebody acts, where the role asks for it. */
export function OwnerSelect({ role, value, error, onChange }: Props) {
  const t = useUserTexts();
  const owners = useOwners();
  if (!needsOwner(role)) return null;
  const fitting = owners.filter(({ kind }) => kind === role);
  return (
    <Select
      label={t(role === "ADVERTISER" ? "forAdvertiser" : "forSupplier")}
      searchable
      value={fitting.some(({ id }) => id === value) ? value : null}
      error={error}
      onChange={(owner) => onChange(owner ?? "")}
      data={fitting.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
