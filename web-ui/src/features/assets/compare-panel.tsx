import { Anchor, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { formatDuration } from "../../lib/dates";
import { formatBytes } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Compare, type CompareRow } from "../../ui/compare";
import { MediaButton } from "../../ui/media";
import { Panel } from "../../ui/panel";
import { Status } from "../../ui/status";
import { useUiTexts } from "../../ui/texts";
import { Moment } from "../../ui/values";
import css from "./assets.module.css";
import { type Asset, mediaOf, ofAdvertiserQuery } from "./queries";
import { useAssetTexts } from "./texts";

/** A file beside another one of the same buyer: the same file first, else whichever is chosen. */
export function ComparePanel({ asset }: { asset: Asset }) {
  const t = useAssetTexts();
  const ui = useUiTexts();
  const buyer = asset.advertiser_id ?? "";
  const all = useQuery({ ...ofAdvertiserQuery(buyer), enabled: buyer !== "" }).data;
  const [chosen, setChosen] = useState<string | null>(null);
  const others = all?.filter(({ id }) => id !== asset.id) ?? [];
  const twins = others.filter(({ sha256 }) => sha256 === asset.sha256);
  const other = others.find(({ id }) => id === chosen) ?? twins[0];
  if (others.length === 0) return null;
  return (
    <Panel
      title={twins.length > 0 ? t("twins", { count: twins.length }) : t("compare")}
      aside={
        <Select
          aria-label={t("compareWith")}
          placeholder={t("compareWith")}
          searchable
          clearable
          clearButtonProps={{ "aria-label": ui("close") }}
          value={other?.id ?? null}
          data={others.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setChosen}
        />
      }
    >
      {other ? <Pair left={asset} right={other} /> : <p className={css["muted"]}>{t("noTwins")}</p>}
    </Panel>
  );
}

function Pair({ left, right }: { left: Asset; right: Asset }) {
  const t = useAssetTexts();
  const words = useWords();
  const language = useLanguage();
  const row = (name: string, text: (asset: Asset) => string): CompareRow => ({
    name,
    left: text(left),
    right: text(right),
    same: text(left) === text(right),
  });
  const rows: CompareRow[] = [
    {
      name: t("file"),
      same: left.sha256 === right.sha256,
      left: left.sha256.slice(0, 12),
      right: right.sha256.slice(0, 12),
    },
    row(t("kind"), ({ kind }) => words("AssetKind", kind)),
    row(t("pixels"), ({ width, height }) => `${width} × ${height}`),
    row(t("size"), ({ bytes }) => formatBytes(bytes, language)),
    row(t("length"), ({ duration_seconds }) => formatDuration(duration_seconds, language)),
    {
      name: t("status"),
      same: null,
      left: <Status kind="AssetStatus" word={left.status} />,
      right: <Status kind="AssetStatus" word={right.status} />,
    },
    {
      name: t("uploaded"),
      same: null,
      left: <Moment at={left.created_at} />,
      right: <Moment at={right.created_at} />,
    },
  ];
  const side = (asset: Asset) => (
    <div className={css["side"]}>
      <MediaButton file={mediaOf(asset)} fit="contain" />
    </div>
  );
  return (
    <Compare
      label={t("compare")}
      left={
        <>
          {side(left)}
          {t("thisOne")}
        </>
      }
      right={
        <>
          {side(right)}
          <Anchor component={Link} to={paths.asset(right.id)}>
            {right.name}
          </Anchor>
        </>
      }
      rows={rows}
    />
  );
}
