import { Modal, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import {
  IconBuildingStore,
  IconDeviceTv,
  IconHistory,
  IconSearch,
  IconSpeakerphone,
} from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useState } from "react";
import { api, body, type Schema } from "../api/client";
import { paths } from "../lib/paths";
import { useWords } from "../lib/words";
import { Empty, ProblemState } from "../ui/states";
import css from "./shell.module.css";
import { useShellTexts } from "./texts";

type Found = Schema<"FoundView">;

const ICONS = {
  CAMPAIGN: IconSpeakerphone,
  STORE: IconBuildingStore,
  DEVICE: IconDeviceTv,
  AUDIT: IconHistory,
} as const;
const SHOWN = 12;
const PAUSE = 180;
const LIST = "search-found";

/** What was found while somebody types; arrows choose, Enter goes there. */
export function SearchPanel({ onClose }: { onClose: () => void }) {
  const t = useShellTexts();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const [q] = useDebouncedValue(typed.trim(), PAUSE);
  const found = useQuery({
    queryKey: ["search", q],
    queryFn: () => body(api.GET("/api/v1/search", { params: { query: { q, limit: SHOWN } } })),
    enabled: q !== "",
    placeholderData: keepPreviousData,
  });
  const rows = q === "" ? [] : (found.data?.items ?? []);
  const go = (row: Found | undefined) => {
    const place = row && placeOf(row);
    if (!place) return;
    onClose();
    void navigate({ to: place.to, search: place.search as never });
  };
  const press = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setChosen((at) => Math.min(rows.length - 1, Math.max(0, at + step)));
    }
    if (event.key === "Enter") go(rows[chosen]);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size="lg"
      yOffset="8vh"
      centered={false}
      aria-label={t("search")}
    >
      <TextInput
        size="md"
        variant="unstyled"
        className={css["searchInput"] ?? ""}
        leftSection={<IconSearch size={18} />}
        placeholder={t("searchHint")}
        aria-label={t("searchHint")}
        data-autofocus
        role="combobox"
        aria-expanded={rows.length > 0}
        aria-controls={LIST}
        aria-activedescendant={rows[chosen] ? `${LIST}-${chosen}` : undefined}
        value={typed}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={press}
      />
      {found.error && q !== "" && !found.data && (
        <ProblemState problem={found.error} retry={() => void found.refetch()} />
      )}
      {q !== "" && found.data && rows.length === 0 && (
        <Empty title={t("nothingFound")}>{t("nothingFoundText")}</Empty>
      )}
      {rows.length > 0 && (
        <div id={LIST} role="listbox" aria-label={t("search")} className={css["found"]}>
          {rows.map((row, at) => (
            <Row
              key={`${row.kind}-${row.id ?? ""}-${row.seq ?? ""}`}
              id={`${LIST}-${at}`}
              row={row}
              isChosen={at === chosen}
              onGo={() => go(row)}
            />
          ))}
        </div>
      )}
    </Modal>
  );
}

type RowProps = { id: string; row: Found; isChosen: boolean; onGo: () => void };

function Row({ id, row, isChosen, onGo }: RowProps) {
  const t = useShellTexts();
  const words = useWords();
  const Icon = ICONS[row.kind];
  const title = row.kind === "AUDIT" ? words("AuditAction", row.title) : row.title;
  return (
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      tabIndex={-1}
      className={`${css["foundRow"]} ${isChosen ? css["foundChosen"] : ""}`}
      onClick={onGo}
      onKeyDown={(event) => event.key === "Enter" && onGo()}
    >
      <Icon size={18} stroke={1.6} aria-hidden="true" />
      <span className={css["foundText"]}>
        <span className={css["foundTitle"]}>{title}</span>
        <span className={css["foundDetail"]}>{row.detail}</span>
      </span>
      <span className={css["foundKind"]}>{t(`kind.${row.kind}`)}</span>
    </div>
  );
}

type Place = { to: string; search?: Record<string, string> };

function placeOf({ kind, id, title }: Found): Place | null {
  if (kind === "AUDIT") {
    return { to: paths.audit, search: id ? { about: id } : { action: title } };
  }
  if (!id) return null;
  switch (kind) {
    case "CAMPAIGN":
      return { to: paths.campaign(id) };
    case "STORE":
      return { to: paths.store(id) };
    case "DEVICE":
      return { to: paths.device(id) };
  }
}
