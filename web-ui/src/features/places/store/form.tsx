import { Button, Group, NumberInput, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import type { z } from "zod";
import { type Store, suppliersQuery } from "../../../api/catalog";
import { Problem } from "../../../api/problem";
import { usePerson } from "../../../api/session";
import { zoneName } from "../../../lib/dates";
import { useForm } from "../../../lib/form";
import { paths } from "../../../lib/paths";
import { useWords } from "../../../lib/words";
import { StoreMap } from "../../../ui/map/store-map";
import { Panel } from "../../../ui/panel";
import { ProblemText } from "../../../ui/problem-text";
import { Empty } from "../../../ui/states";
import css from "../places.module.css";
import { HoursEditor } from "./hours-editor";
import { useStorePageTexts } from "./texts";
import { CATEGORIES, firstValues, type StoreValues, storeSchema } from "./values";

/** A store as the form gives it. */
export type GivenStore = z.output<ReturnType<typeof storeSchema>>;

type Props = {
  /** What is changed; null for a new one. */
  store: Store | null;
  problem: Error | null;
  isPending: boolean;
  onSend: (given: GivenStore) => void;
};

/** All facts of a store: what prices it, where it is, when it is open. */
export function StoreForm({ store, problem, isPending, onSend }: Props) {
  const t = useStorePageTexts();
  const { ownerId } = usePerson();
  const suppliers = useQuery({ ...suppliersQuery, enabled: ownerId === null });
  const only = suppliers.data?.length === 1 ? suppliers.data[0]?.id : undefined;
  if (ownerId === null && suppliers.data?.length === 0) {
    return (
      <Panel>
        <Empty
          title={t("noSuppliers")}
          action={
            <Button component={Link} to={paths.suppliers}>
              {t("toSuppliers")}
            </Button>
          }
        >
          {t("noSuppliersText")}
        </Empty>
      </Panel>
    );
  }
  const first = firstValues(store, ownerId ?? only ?? "");
  return (
    <Fields
      key={first.supplier_id === "" ? "open" : "known"}
      first={first}
      asksSupplier={ownerId === null && store === null}
      isNew={store === null}
      problem={problem}
      isPending={isPending}
      onSend={onSend}
    />
  );
}

type FieldsProps = Omit<Props, "store"> & {
  first: StoreValues;
  asksSupplier: boolean;
  isNew: boolean;
};

function Fields({ first, asksSupplier, isNew, problem, isPending, onSend }: FieldsProps) {
  const t = useStorePageTexts();
  const words = useWords();
  const refused = problem instanceof Problem ? problem : null;
  const schema = useMemo(() => storeSchema(t), [t]);
  const form = useForm(schema, first, onSend, refused);
  const suppliers = useQuery({ ...suppliersQuery, enabled: asksSupplier }).data ?? [];
  const text = (field: "name" | "region" | "address" | "country" | "venue_type") => ({
    value: form.values[field],
    error: form.problem(field),
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
      form.set(field, currentTarget.value),
  });
  const number = (field: "lat" | "lng" | "daily_foot_traffic" | "avg_dwell_time_minutes") => ({
    value: form.values[field],
    error: form.problem(field),
    onChange: (value: string | number) => form.set(field, typeof value === "number" ? value : ""),
  });
  return (
    <form onSubmit={form.send} noValidate className={css["stack"]}>
      <ProblemText problem={refused} />
      <Panel title={t("facts")}>
        <div className={css["form"]}>
          {asksSupplier && (
            <Select
              label={t("supplier")}
              searchable
              value={form.values.supplier_id || null}
              error={form.problem("supplier_id")}
              onChange={(value) => form.set("supplier_id", value ?? "")}
              data={suppliers.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
          <TextInput label={t("name")} {...text("name")} />
          <Select
            label={t("category")}
            value={form.values.category || null}
            error={form.problem("category")}
            onChange={(value) => form.set("category", value ?? "")}
            data={CATEGORIES.map((value) => ({ value, label: words("StoreCategory", value) }))}
          />
          <NumberInput
            label={t("visitors")}
            min={0}
            allowDecimal={false}
            thousandSeparator
            hideControls
            {...number("daily_foot_traffic")}
          />
          <NumberInput
            label={t("stay")}
            min={0}
            hideControls
            allowDecimal={false}
            {...number("avg_dwell_time_minutes")}
          />
          <TextInput label={t("venue")} placeholder={t("optional")} {...text("venue_type")} />
          {!isNew && (
            <Select
              label={t("status")}
              allowDeselect={false}
              value={form.values.status}
              onChange={(value) => form.set("status", value ?? "ACTIVE")}
              data={["ACTIVE", "INACTIVE"].map((value) => ({
                value,
                label: words("PartyStatus", value),
              }))}
            />
          )}
        </div>
      </Panel>
      <Panel title={t("where")}>
        <div className={css["form"]}>
          <TextInput label={t("region")} {...text("region")} />
          <TextInput label={t("address")} {...text("address")} />
          <TextInput label={t("country")} maxLength={2} placeholder="VN" {...text("country")} />
          <ZoneSelect
            value={form.values.timezone}
            error={form.problem("timezone")}
            onChange={(zone) => form.set("timezone", zone)}
          />
          <NumberInput label={t("lat")} hideControls decimalScale={6} {...number("lat")} />
          <NumberInput label={t("lng")} hideControls decimalScale={6} {...number("lng")} />
          <Where values={form.values} />
        </div>
      </Panel>
      <Panel title={t("hours")}>
        <HoursEditor
          windows={form.values.opening_hours}
          zone={form.values.timezone}
          problem={form.problem("opening_hours")}
          onChange={(windows) => form.set("opening_hours", windows)}
        />
      </Panel>
      <Group justify="flex-end">
        <Button type="submit" loading={isPending}>
          {t(isNew ? "addDeed" : "save")}
        </Button>
      </Group>
    </form>
  );
}

type ZoneProps = { value: string; error: string | null; onChange: (zone: string) => void };

function ZoneSelect({ value, error, onChange }: ZoneProps) {
  const t = useStorePageTexts();
  const zones = useMemo(() => {
    const known = Intl.supportedValuesOf("timeZone");
    const all = known.includes(value) ? known : [value, ...known];
    return all.map((zone) => ({ value: zone, label: `${zoneName(zone)} · ${zone}` }));
  }, [value]);
  return (
    <Select
      label={t("timezone")}
      searchable
      limit={80}
      allowDeselect={false}
      value={value}
      error={error}
      onChange={(zone) => onChange(zone ?? value)}
      data={zones}
    />
  );
}

/** Degrees: the coast of the region helps to see a wrong place. */
const REGION = 7;

/** The place on the map as soon as there is one. */
function Where({ values: { lat, lng, name } }: { values: StoreValues }) {
  const isPlace = lat !== "" && lng !== "" && Math.abs(lat) <= 90 && Math.abs(lng) <= 180;
  if (!isPlace) return null;
  return (
    <div className={css["wide"]}>
      <StoreMap
        height={220}
        nearest={REGION}
        places={[{ id: "new", name: name || "…", lat, lng, tone: "info" }]}
      />
    </div>
  );
}
