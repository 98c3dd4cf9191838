import {
  ActionIcon,
  Button,
  Group,
  MultiSelect,
  NumberInput,
  Radio,
  SimpleGrid,
  Stack,
  Switch,
  TextInput,
} from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Campaign } from "../../api/catalog";
import { Problem } from "../../api/problem";
import { Action } from "../../ui/action";
import { MediaThumb } from "../../ui/media-thumb";
import { Panel } from "../../ui/panel";
import { Loaded } from "../../ui/states";
import css from "./ab-test.module.css";
import { evenWeights, firstPlan, LEAST, LETTERS, MOST, type Planned, wrongOf } from "./plan";
import { type Asset, assetsQuery, type Metric, useDeed } from "./queries";
import { useAbTexts } from "./texts";

type Props = { campaign: Campaign; onDone: () => void };

/** A new test: which content against which, and what decides. */
export function StartForm({ campaign, onDone }: Props) {
  const assets = useQuery(assetsQuery(campaign.advertiser_id ?? ""));
  return (
    <Loaded query={assets}>
      {(rows) => (
        <Form
          campaign={campaign}
          files={campaign.content_assets.flatMap((id) => rows.find((one) => one.id === id) ?? [])}
          onDone={onDone}
        />
      )}
    </Loaded>
  );
}

const METRICS: readonly Metric[] = ["COMPLETION_RATE", "ENGAGEMENT", "IMPRESSIONS"];
const USUAL_CONFIDENCE = 95;

function Form({ campaign, files, onDone }: Props & { files: readonly Asset[] }) {
  const t = useAbTexts();
  const deed = useDeed(campaign.id);
  const [variants, setVariants] = useState(() => firstPlan(files));
  const [metric, setMetric] = useState<Metric>("COMPLETION_RATE");
  const [confidence, setConfidence] = useState(USUAL_CONFIDENCE);
  const [isAuto, setAuto] = useState(false);
  const [until, setUntil] = useState("");
  const wrong = wrongOf(variants);
  const problem = deed.error instanceof Problem ? deed.error : null;
  const resize = (next: Planned[]) => {
    const weights = evenWeights(next.length);
    setVariants(next.map((one, at) => ({ ...one, weight: weights[at] ?? one.weight })));
  };
  const send = () =>
    deed.mutate(
      {
        deed: "start",
        test: {
          variants: variants.map(({ name, weight, assets }) => ({
            name: name.trim(),
            weight,
            content_assets: [...assets],
          })),
          metric,
          confidence_threshold: confidence,
          auto_winner: isAuto,
          ...(until !== "" && { planned_end: until }),
        },
      },
      { onSuccess: onDone },
    );
  return (
    <Stack>
      <div className={css["variants"]}>
        {placed(variants).map(({ at, key, letter, variant }) => (
          <VariantFields
            key={key}
            letter={letter}
            variant={variant}
            files={files}
            onChange={(part) =>
              setVariants(variants.map((one, place) => (place === at ? { ...one, ...part } : one)))
            }
            onRemove={
              variants.length > LEAST
                ? () => resize(variants.filter((_, place) => place !== at))
                : null
            }
          />
        ))}
      </div>
      {variants.length < MOST && (
        <Group>
          <Button
            variant="subtle"
            leftSection={<IconPlus size={16} />}
            onClick={() => resize([...variants, { name: "", weight: 0, assets: [] }])}
          >
            {t("addVariant")}
          </Button>
        </Group>
      )}
      <Panel title={t("decides")}>
        <Stack>
          <Radio.Group
            label={t("metric")}
            value={metric}
            onChange={(value) => setMetric(METRICS.find((one) => one === value) ?? metric)}
          >
            <Stack gap="xs" mt="xs">
              {METRICS.map((one) => (
                <Radio
                  key={one}
                  value={one}
                  label={t(`metric.${one}`)}
                  description={t(`metricText.${one}`)}
                />
              ))}
            </Stack>
          </Radio.Group>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <NumberInput
              label={t("confidenceAsked")}
              description={t("confidenceHint")}
              suffix=" %"
              min={80}
              max={99}
              allowDecimal={false}
              value={confidence}
              onChange={(value) => setConfidence(Number(value) || USUAL_CONFIDENCE)}
            />
            <TextInput
              type="date"
              label={t("until")}
              description={t("untilStart")}
              max={campaign.end_date?.slice(0, 10)}
              value={until}
              onChange={({ currentTarget }) => setUntil(currentTarget.value)}
            />
          </SimpleGrid>
          <Switch
            label={t("autoWinner")}
            description={t("autoText")}
            checked={isAuto}
            onChange={({ currentTarget }) => setAuto(currentTarget.checked)}
          />
          {problem && (
            <ul className={css["bad"]} role="alert">
              {problem.fields.length === 0 && <li>{problem.message}</li>}
              {problem.fields.map(({ field, message }) => (
                <li key={field + message}>{message}</li>
              ))}
            </ul>
          )}
          {wrong && (
            <p className={css["muted"]} role="status">
              {t(`wrong.${wrong}`)}
            </p>
          )}
          <Group>
            <Action why={wrong && t(`wrong.${wrong}`)} loading={deed.isPending} onClick={send}>
              {t("startDeed", { count: variants.length })}
            </Action>
            <Button variant="default" onClick={onDone}>
              {t("notNow")}
            </Button>
          </Group>
        </Stack>
      </Panel>
    </Stack>
  );
}

/** Planned variants have no id but their letter. */
function placed(variants: readonly Planned[]) {
  return variants.map((variant, at) => {
    const letter = LETTERS[at] ?? "?";
    return { at, key: letter, letter, variant };
  });
}

type VariantProps = {
  letter: string;
  variant: Planned;
  files: readonly Asset[];
  onChange: (part: Partial<Planned>) => void;
  onRemove: (() => void) | null;
};

function VariantFields({ letter, variant, files, onChange, onRemove }: VariantProps) {
  const t = useAbTexts();
  const shown = files.filter(({ id }) => variant.assets.includes(id));
  return (
    <Panel
      title={t("variantOf", { letter })}
      aside={
        onRemove && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("removeVariant", { letter })}
            onClick={onRemove}
          >
            <IconX size={16} />
          </ActionIcon>
        )
      }
    >
      <Stack gap="sm">
        <div className={css["thumbs"]}>
          {shown.slice(0, 3).map(({ id, kind, name }) => (
            <MediaThumb
              key={id}
              src={`/api/v1/assets/${id}/content`}
              isFilm={kind === "VIDEO"}
              alt={name}
            />
          ))}
        </div>
        <TextInput
          label={t("variantName")}
          required
          value={variant.name}
          onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
        />
        <MultiSelect
          label={t("shows")}
          required
          data={files.map(({ id, name }) => ({ value: id, label: name }))}
          value={[...variant.assets]}
          onChange={(assets) => onChange({ assets })}
        />
        <NumberInput
          label={t("weight")}
          suffix=" %"
          min={10}
          max={90}
          allowDecimal={false}
          value={variant.weight}
          onChange={(value) => onChange({ weight: Number(value) || 0 })}
        />
      </Stack>
    </Panel>
  );
}
