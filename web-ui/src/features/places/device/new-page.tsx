import { Button, Group, NumberInput, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { storesQuery } from "../../../api/catalog";
import type { Schema } from "../../../api/client";
import { Problem } from "../../../api/problem";
import { useForm } from "../../../lib/form";
import { addressText, useAddress } from "../../../lib/route";
import { useWords } from "../../../lib/words";
import { Field } from "../../../ui/field";
import { PageTitle } from "../../../ui/page-title";
import { Panel } from "../../../ui/panel";
import { ProblemText } from "../../../ui/problem-text";
import { Empty, Loaded } from "../../../ui/states";
import css from "../places.module.css";
import { useAdd } from "./queries";
import { useDevicePageTexts } from "./texts";
import { TokenShown } from "./token-shown";

const ADDRESS = z.object({ store: addressText, name: addressText });
const SIZES = ["1920x1080", "3840x2160", "2560x1440", "1366x768", "1280x720"] as const;
const HANGS = ["LANDSCAPE", "PORTRAIT"] as const;
const USUAL_INCHES = 55;

type Made = { id: string; name: string; token: string };

/** Adds a screen, and then shows its token, once. */
export function Page() {
  const t = useDevicePageTexts();
  const stores = useQuery(storesQuery);
  const [made, setMade] = useState<Made | null>(null);
  if (made) return <TokenShown id={made.id} name={made.name} token={made.token} />;
  return (
    <div className={css["narrow"]}>
      <PageTitle title={t("addTitle")} subtitle={t("addText")} />
      <Panel>
        <Loaded
          query={stores}
          isEmpty={(all) => all.length === 0}
          empty={<Empty title={t("noStores")}>{t("noStoresText")}</Empty>}
        >
          {(all) => <Form stores={all} onMade={setMade} />}
        </Loaded>
      </Panel>
    </div>
  );
}

type FormProps = { stores: readonly Schema<"StoreView">[]; onMade: (made: Made) => void };

function Form({ stores, onMade }: FormProps) {
  const t = useDevicePageTexts();
  const words = useWords();
  const [given] = useAddress(ADDRESS);
  const add = useAdd();
  const refused = add.error instanceof Problem ? add.error : null;
  const schema = z.object({
    store_id: z.string().min(1, t("needStore")),
    name: z.string().trim().min(1, t("needName")),
    inches: z.number({ error: t("needInches") }).positive(t("needInches")),
    size: z.enum(SIZES),
    orientation: z.enum(HANGS),
  });
  const only = stores.length === 1 ? stores[0]?.id : undefined;
  const first = {
    store_id: given.store || (only ?? ""),
    name: given.name,
    inches: USUAL_INCHES as number | "",
    size: "1920x1080",
    orientation: "LANDSCAPE",
  };
  const form = useForm(
    schema,
    first,
    ({ store_id, name, inches, size, orientation }) => {
      const [long = 0, short = 0] = size.split("x").map(Number);
      const isUpright = orientation === "PORTRAIT";
      const [width, height] = isUpright ? [short, long] : [long, short];
      const screen_inches = Math.round(inches * 10) / 10;
      add.mutate(
        { store_id, name, screen_inches, width, height, orientation },
        {
          onSuccess: ({ id, enrolment_token }) =>
            enrolment_token && onMade({ id, name, token: enrolment_token }),
        },
      );
    },
    refused,
  );
  return (
    <form onSubmit={form.send} noValidate>
      <div className={css["form"]}>
        <div className={css["wide"]}>
          <ProblemText problem={refused} />
        </div>
        <Select
          label={t("store")}
          searchable
          value={form.values.store_id || null}
          error={form.problem("store_id")}
          onChange={(value) => form.set("store_id", value ?? "")}
          data={stores.map(({ id, name, region }) => ({ value: id, label: `${name} · ${region}` }))}
        />
        <TextInput
          label={t("name")}
          description={t("nameHelp")}
          inputWrapperOrder={["label", "input", "error", "description"]}
          value={form.values.name}
          error={form.problem("name")}
          onChange={({ currentTarget }) => form.set("name", currentTarget.value)}
        />
        <NumberInput
          label={t("inches")}
          min={1}
          max={300}
          decimalScale={1}
          suffix="″"
          value={form.values.inches}
          error={form.problem("inches") ?? refused?.of("screen_inches")}
          onChange={(value) => form.set("inches", typeof value === "number" ? value : "")}
        />
        <Select
          label={t("resolution")}
          allowDeselect={false}
          value={form.values.size}
          onChange={(value) => form.set("size", value ?? "1920x1080")}
          data={SIZES.map((value) => ({ value, label: value.replace("x", " × ") }))}
        />
        <Field label={t("hangs")}>
          <SegmentedControl
            fullWidth
            aria-label={t("hangs")}
            value={form.values.orientation}
            onChange={(value) => form.set("orientation", value)}
            data={HANGS.map((value) => ({ value, label: words("Orientation", value) }))}
          />
        </Field>
      </div>
      <Group justify="flex-end" mt="lg">
        <Button type="submit" loading={add.isPending}>
          {t("addDeed")}
        </Button>
      </Group>
    </form>
  );
}
