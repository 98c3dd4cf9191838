import { Button, Checkbox, Group, Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { Store } from "../../../api/catalog";
import { fold } from "../../../lib/fold";
import { useLanguage } from "../../../lib/texts";
import { useWords } from "../../../lib/words";
import { Badge } from "../../../ui/badge";
import { type Column, DataTable } from "../../../ui/data-table";
import { Empty } from "../../../ui/states";
import { Count } from "../../../ui/values";
import { STORE_CATEGORIES } from "../categories";
import { toggled } from "../order";
import { useWizardTexts } from "../texts";
import { useSaying } from "../use-saying";
import css from "../wizard.module.css";
import { regionsOf } from "./matching";
import { type Standing, TONES } from "./standing";

type Props = {
  stores: readonly Store[];
  chosen: readonly string[];
  standing: ReadonlyMap<string, Standing>;
  onChange: (ids: string[]) => void;
  /** Stores that may not be taken out. */
  isFixed?: (id: string) => boolean;
};

/** Stores to be ticked one by one, or all that a filter leaves. */
export function StoreList({ stores, chosen, standing, onChange, isFixed = () => false }: Props) {
  const t = useWizardTexts();
  const words = useWords();
  const [wanted, setWanted] = useState("");
  const [region, setRegion] = useState<string | null>(null);
  const [type, setType] = useState<string | null>(null);
  const rows = stores.filter(
    (store) =>
      fold(`${store.name} ${store.region}`).includes(fold(wanted)) &&
      (region === null || store.region === region) &&
      (type === null || store.category === type),
  );
  const ids = rows.map(({ id }) => id);
  const open = ids.filter((id) => !chosen.includes(id));
  const loose = ids.filter((id) => chosen.includes(id) && !isFixed(id));
  const columns = useColumns({ chosen, standing, onChange, isFixed });
  return (
    <>
      <div className={css["filters"]}>
        <TextInput
          leftSection={<IconSearch size={16} />}
          aria-label={t("searchStores")}
          placeholder={t("searchStores")}
          value={wanted}
          onChange={({ currentTarget }) => setWanted(currentTarget.value)}
        />
        <Select
          aria-label={t("region")}
          placeholder={t("anyRegion")}
          clearable
          clearButtonProps={{ "aria-label": t("clear") }}
          data={regionsOf(stores)}
          value={region}
          onChange={setRegion}
        />
        <Select
          aria-label={t("storeType")}
          placeholder={t("anyType")}
          clearable
          clearButtonProps={{ "aria-label": t("clear") }}
          data={STORE_CATEGORIES.map((word) => ({
            value: word,
            label: words("StoreCategory", word),
          }))}
          value={type}
          onChange={setType}
        />
      </div>
      <Group gap="xs" px="1.1rem" pb="sm">
        {open.length > 0 && (
          <Button size="compact-sm" variant="light" onClick={() => onChange([...chosen, ...open])}>
            {t("chooseShown", { count: open.length })}
          </Button>
        )}
        {loose.length > 0 && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => onChange(chosen.filter((id) => !loose.includes(id)))}
          >
            {t("dropShown", { count: loose.length })}
          </Button>
        )}
        <span className={css["muted"]} role="status">
          {t("chosenStores", { count: chosen.length })}
        </span>
      </Group>
      <div className={css["storeRows"]}>
        {rows.length === 0 ? (
          <Empty title={t("noStores")} />
        ) : (
          <DataTable label={t("stores")} columns={columns} rows={rows} rowKey={({ id }) => id} />
        )}
      </div>
    </>
  );
}

type ColumnProps = Required<Pick<Props, "chosen" | "standing" | "onChange" | "isFixed">>;

function useColumns({ chosen, standing, onChange, isFixed }: ColumnProps): Column<Store>[] {
  const t = useWizardTexts();
  const say = useSaying();
  const words = useWords();
  const language = useLanguage();
  return useMemo(
    () => [
      {
        id: "name",
        title: t("store"),
        compare: (a, b) => a.name.localeCompare(b.name, language),
        cell: (store) => (
          <Checkbox
            checked={chosen.includes(store.id)}
            disabled={isFixed(store.id)}
            onChange={() => onChange(toggled(chosen, store.id))}
            label={
              <span className={css["storeName"]}>
                {store.name}
                <span className={css["muted"]}>
                  {store.region} · {words("StoreCategory", store.category)}
                </span>
              </span>
            }
          />
        ),
      },
      {
        id: "traffic",
        title: t("visitors"),
        align: "right",
        wide: true,
        compare: (a, b) => a.daily_foot_traffic - b.daily_foot_traffic,
        cell: (store) => <Count value={store.daily_foot_traffic} />,
      },
      {
        id: "standing",
        title: t("standing"),
        compare: (a, b) =>
          (standing.get(a.id)?.word ?? "").localeCompare(standing.get(b.id)?.word ?? ""),
        cell: (store) => {
          const one = standing.get(store.id);
          if (!one || one.word === "free") {
            return store.status === "ACTIVE" ? "–" : words("PartyStatus", store.status);
          }
          return (
            <span title={one.reason ? say(one.reason) : undefined}>
              <Badge tone={TONES[one.word]}>{t(`standing.${one.word}`)}</Badge>
            </span>
          );
        },
      },
    ],
    [t, say, words, language, chosen, standing, onChange, isFixed],
  );
}
