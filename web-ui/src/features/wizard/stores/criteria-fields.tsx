import {
  MultiSelect,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import type { Store } from "../../../api/catalog";
import { useWords } from "../../../lib/words";
import { STORE_CATEGORIES } from "../categories";
import { useWizardTexts } from "../texts";
import { type Criteria, readCount } from "../values";
import { isMatch, regionsOf } from "./matching";

/** No criteria at all: what the fields begin with. */
export const NO_CRITERIA: Criteria = {
  regions: [],
  categories: [],
  min_foot_traffic: null,
  near: null,
};

const USUAL_KM = 10;
const FARTHEST_KM = 20_015;

type Props = {
  stores: readonly Store[];
  criteria: Criteria;
  onChange: (criteria: Criteria) => void;
};

/** What stores must be like; all that is filled in must hold. */
export function CriteriaFields({ stores, criteria, onChange }: Props) {
  const t = useWizardTexts();
  const words = useWords();
  const change = (part: Partial<Criteria>) => onChange({ ...criteria, ...part });
  const found = stores.filter((store) => isMatch(store, criteria)).length;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <MultiSelect
          label={t("regions")}
          placeholder={criteria.regions.length === 0 ? t("anyRegion") : ""}
          searchable
          clearable
          clearButtonProps={{ "aria-label": t("clear") }}
          data={regionsOf(stores)}
          value={criteria.regions}
          onChange={(regions) => change({ regions })}
        />
        <MultiSelect
          label={t("storeTypes")}
          placeholder={criteria.categories.length === 0 ? t("anyType") : ""}
          clearable
          clearButtonProps={{ "aria-label": t("clear") }}
          data={STORE_CATEGORIES.map((word) => ({
            value: word,
            label: words("StoreCategory", word),
          }))}
          value={criteria.categories}
          onChange={(chosen) =>
            change({ categories: STORE_CATEGORIES.filter((word) => chosen.includes(word)) })
          }
        />
        <TextInput
          label={t("minTraffic")}
          description={t("minTrafficHint")}
          inputMode="numeric"
          value={criteria.min_foot_traffic ?? ""}
          onChange={({ currentTarget }) =>
            change({ min_foot_traffic: boundedCount(currentTarget.value) })
          }
        />
        <Near stores={stores} criteria={criteria} change={change} />
      </SimpleGrid>
      <Text size="sm" c="dimmed" role="status">
        {t("matching", { count: found })}
      </Text>
    </Stack>
  );
}

type NearProps = {
  stores: readonly Store[];
  criteria: Criteria;
  change: (part: Partial<Criteria>) => void;
};

/** A circle around a store. */
function Near({ stores, criteria: { near }, change }: NearProps) {
  const t = useWizardTexts();
  const centre = stores.find(({ lat, lng }) => lat === near?.lat && lng === near.lng);
  return (
    <SimpleGrid cols={2} spacing="xs">
      <Select
        label={t("around")}
        description={t("aroundHint")}
        placeholder={near ? `${near.lat}, ${near.lng}` : t("anywhere")}
        searchable
        clearable
        clearButtonProps={{ "aria-label": t("clear") }}
        data={stores.map(({ id, name }) => ({ value: id, label: name }))}
        value={centre?.id ?? null}
        onChange={(id) => {
          const store = stores.find((one) => one.id === id);
          const distance = near?.max_distance_km ?? USUAL_KM;
          change({
            near: store ? { lat: store.lat, lng: store.lng, max_distance_km: distance } : null,
          });
        }}
      />
      <NumberInput
        label={t("within")}
        description={t("withinHint")}
        suffix=" km"
        min={0.1}
        max={FARTHEST_KM}
        decimalScale={1}
        disabled={near === null}
        value={near?.max_distance_km ?? USUAL_KM}
        onChange={(value) => {
          const distance = Number(value);
          if (near && distance > 0) change({ near: { ...near, max_distance_km: distance } });
        }}
      />
    </SimpleGrid>
  );
}

const MOST_VISITORS = 4_294_967_295;

function boundedCount(text: string): number | null {
  const count = readCount(text);
  return count === null ? null : Math.min(count, MOST_VISITORS);
}
