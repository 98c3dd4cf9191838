import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch, IconX } from "@tabler/icons-react";
import { useState } from "react";
import css from "./audit.module.css";
import { SUBJECTS, subjectText } from "./names";
import type { Wanted } from "./queries";
import { useAuditTexts } from "./texts";

type Props = {
  wanted: Wanted;
  change: (part: Partial<Wanted>) => void;
  /** The name of what alone is shown. */
  aboutName: string;
};

const NOTHING: Wanted = { q: "", subject: "", action: "", actor: "", from: "", to: "", about: "" };
/** So long nothing is typed until it is searched. */
const PAUSE = 300;

/** What is searched for; everything stands in the address. */
export function Filters({ wanted, change, aboutName }: Props) {
  const t = useAuditTexts();
  const isAny = Object.values(wanted).some((value) => value !== "");
  return (
    <div className={css["filters"]}>
      <Typed
        key={`q-${isAny}`}
        label={t("search")}
        value={wanted.q}
        withIcon
        onChange={(q) => change({ q })}
      />
      <Select
        aria-label={t("subject")}
        placeholder={t("subject")}
        clearable
        searchable
        clearButtonProps={{ "aria-label": t("clear") }}
        value={wanted.subject || null}
        onChange={(subject) => change({ subject: subject ?? "" })}
        data={SUBJECTS.map((value) => ({ value, label: subjectText(t, value) }))}
      />
      <Typed
        key={`actor-${isAny}`}
        label={t("actor")}
        value={wanted.actor}
        onChange={(actor) => change({ actor })}
      />
      <div className={css["days"]}>
        <TextInput
          type="date"
          aria-label={t("from")}
          value={wanted.from}
          max={wanted.to || undefined}
          onChange={({ currentTarget }) => change({ from: currentTarget.value })}
        />
        <span>–</span>
        <TextInput
          type="date"
          aria-label={t("to")}
          value={wanted.to}
          min={wanted.from || undefined}
          onChange={({ currentTarget }) => change({ to: currentTarget.value })}
        />
      </div>
      {wanted.action !== "" && (
        <Only text={wanted.action} label={t("clear")} onClear={() => change({ action: "" })} />
      )}
      {wanted.about !== "" && (
        <Only
          text={t("only", { name: aboutName })}
          label={t("clear")}
          onClear={() => change({ about: "" })}
        />
      )}
      {isAny && (
        <Button variant="subtle" onClick={() => change(NOTHING)}>
          {t("clearAll")}
        </Button>
      )}
    </div>
  );
}

type TypedProps = {
  label: string;
  value: string;
  withIcon?: boolean;
  onChange: (value: string) => void;
};

/** A text that is searched for once nobody types any more. */
function Typed({ label, value, withIcon = false, onChange }: TypedProps) {
  const [typed, setTyped] = useState(value);
  const later = useDebouncedCallback(onChange, PAUSE);
  return (
    <TextInput
      className={withIcon ? css["search"] : undefined}
      leftSection={withIcon ? <IconSearch size={16} /> : undefined}
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        later(currentTarget.value.trim());
      }}
    />
  );
}

function Only({ text, label, onClear }: { text: string; label: string; onClear: () => void }) {
  return (
    <Button
      variant="light"
      className={css["only"] ?? ""}
      rightSection={<IconX size={14} />}
      aria-label={`${label}: ${text}`}
      onClick={onClear}
    >
      {text}
    </Button>
  );
}
