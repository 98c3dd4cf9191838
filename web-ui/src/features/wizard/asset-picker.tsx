import { ActionIcon, Checkbox, Group, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconSearch, IconX } from "@tabler/icons-react";
import { useId, useState } from "react";
import { formatDay } from "../../lib/dates";
import { fold } from "../../lib/fold";
import { useLanguage } from "../../lib/texts";
import { MediaThumb } from "../../ui/media-thumb";
import { Status } from "../../ui/status";
import { moved, toggled } from "./order";
import type { Asset } from "./queries";
import { useWizardTexts } from "./texts";
import css from "./wizard.module.css";

type Props = {
  assets: readonly Asset[];
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
  /** Why an asset cannot be put in or taken out now; null where it can. */
  why?: (asset: Asset) => string | null;
};

/** So many cards need no search. */
const FEW = 8;

/** Creative files with their pictures, to be ticked. */
export function AssetPicker({ assets, chosen, onChange, why = () => null }: Props) {
  const t = useWizardTexts();
  const [wanted, setWanted] = useState("");
  const shown = assets.filter(({ name }) => fold(name).includes(fold(wanted)));
  return (
    <>
      {assets.length > FEW && (
        <TextInput
          mb="sm"
          maw={340}
          leftSection={<IconSearch size={16} />}
          aria-label={t("searchAssets")}
          placeholder={t("searchAssets")}
          value={wanted}
          onChange={({ currentTarget }) => setWanted(currentTarget.value)}
        />
      )}
      <ul className={css["cards"]}>
        {shown.map((asset) => (
          <AssetCard
            key={asset.id}
            asset={asset}
            isChosen={chosen.includes(asset.id)}
            why={why(asset)}
            onToggle={() => onChange(toggled(chosen, asset.id))}
          />
        ))}
      </ul>
    </>
  );
}

type CardProps = { asset: Asset; isChosen: boolean; why: string | null; onToggle: () => void };

function AssetCard({ asset, isChosen, why, onToggle }: CardProps) {
  const t = useWizardTexts();
  const language = useLanguage();
  const field = useId();
  const { license_expires_at: ends, scan_flags: flags } = asset;
  const facts = [
    t(asset.kind === "VIDEO" ? "film" : "image"),
    t("seconds", { count: asset.duration_seconds }),
    `${asset.width} × ${asset.height}`,
  ];
  return (
    <li
      className={css["card"]}
      data-on={isChosen || undefined}
      data-off={why !== null || undefined}
    >
      <label htmlFor={field}>
        <MediaThumb src={contentOf(asset.id)} isFilm={asset.kind === "VIDEO"} />
        <span className={css["cardLine"]}>
          <Checkbox
            id={field}
            checked={isChosen}
            disabled={why !== null}
            onChange={onToggle}
            aria-label={t("chooseAsset", { name: asset.name })}
          />
          <span className={css["cardName"]}>{asset.name}</span>
        </span>
        <span className={css["muted"]}>{facts.join(" · ")}</span>
        <Group gap={6}>
          {asset.status !== "APPROVED" && <Status kind="AssetStatus" word={asset.status} />}
          {flags.length > 0 && (
            <span className={css["flag"]}>
              {t("flagged", { flags: flags.map((flag) => t(`flag.${flag}`)).join(", ") })}
            </span>
          )}
          {ends && (
            <span className={css["muted"]}>{t("licence", { day: formatDay(ends, language) })}</span>
          )}
        </Group>
        {why !== null && <span className={css["muted"]}>{why}</span>}
      </label>
    </li>
  );
}

type RotationProps = {
  assets: readonly Asset[];
  chosen: readonly string[];
  onChange?: (ids: string[]) => void;
};

/** What was chosen, in the order in which it rotates. */
export function Rotation({ assets, chosen, onChange }: RotationProps) {
  const t = useWizardTexts();
  const found = chosen.flatMap((id) => assets.find((asset) => asset.id === id) ?? []);
  return (
    <ol className={css["rotation"]}>
      {found.map((asset, at) => (
        <li key={asset.id}>
          <span className={css["rotationThumb"]}>
            <MediaThumb src={contentOf(asset.id)} isFilm={asset.kind === "VIDEO"} />
          </span>
          <span className={css["rotationName"]}>
            {asset.name}
            <span className={css["muted"]}>{t("seconds", { count: asset.duration_seconds })}</span>
          </span>
          {onChange && (
            <Group gap={4} wrap="nowrap">
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={at === 0}
                aria-label={t("earlier", { name: asset.name })}
                onClick={() => onChange(moved(chosen, at, -1))}
              >
                <IconArrowUp size={16} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={at === found.length - 1}
                aria-label={t("laterInOrder", { name: asset.name })}
                onClick={() => onChange(moved(chosen, at, 1))}
              >
                <IconArrowDown size={16} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("remove", { name: asset.name })}
                onClick={() => onChange(toggled(chosen, asset.id))}
              >
                <IconX size={16} />
              </ActionIcon>
            </Group>
          )}
        </li>
      ))}
    </ol>
  );
}

export function contentOf(assetId: string): string {
  return `/api/v1/assets/${assetId}/content`;
}
