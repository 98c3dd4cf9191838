import { Group, SegmentedControl, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Campaign } from "../../../api/catalog";
import { useWords } from "../../../lib/words";
import { Panel } from "../../../ui/panel";
import { Empty, Loaded } from "../../../ui/states";
import { assetsQuery, offeredQuery } from "../queries";
import { ContentView, DeviceView, ScheduleView, StoreView } from "./preview-views";
import css from "./previews.module.css";
import { INCHES, type Kind, kindsOf, previewQuery, type Screen } from "./queries";
import { usePreviewTexts } from "./texts";

const USUAL: Screen = {
  assetId: null,
  inches: 55,
  resolution: "1080p",
  orientation: "LANDSCAPE",
  storeId: null,
};

/** How a campaign will look: on a screen, in a store, in an hour of rotation. */
export function PreviewPanel({ campaign }: { campaign: Campaign }) {
  const t = usePreviewTexts();
  const kinds = kindsOf(campaign.status, campaign.target_stores.length > 0);
  const [wanted, setWanted] = useState<Kind>("device");
  const [screen, setScreen] = useState(USUAL);
  const [first] = kinds;
  if (first === undefined || campaign.content_assets.length === 0) {
    const why = first === undefined ? t("overText") : t("noContentText");
    return (
      <Panel title={t("title")}>
        <Empty title={t("none")}>{why}</Empty>
      </Panel>
    );
  }
  const kind = kinds.includes(wanted) ? wanted : first;
  const change = (part: Partial<Screen>) => setScreen((before) => ({ ...before, ...part }));
  return (
    <Panel title={t("title")}>
      <div className={css["controls"]}>
        <SegmentedControl
          size="xs"
          aria-label={t("title")}
          value={kind}
          onChange={(value) => setWanted(kinds.find((one) => one === value) ?? kind)}
          data={kinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
        />
        <Choices campaign={campaign} kind={kind} screen={screen} change={change} />
      </div>
      <Shown campaign={campaign} kind={kind} screen={cleaned(screen, campaign)} />
    </Panel>
  );
}

/** Without what the campaign no longer has. */
function cleaned(screen: Screen, campaign: Campaign): Screen {
  const { assetId, storeId } = screen;
  return {
    ...screen,
    assetId: assetId !== null && campaign.content_assets.includes(assetId) ? assetId : null,
    storeId: storeId !== null && campaign.target_stores.includes(storeId) ? storeId : null,
  };
}

type ChoiceProps = {
  campaign: Campaign;
  kind: Kind;
  screen: Screen;
  change: (part: Partial<Screen>) => void;
};

function Choices({ campaign, kind, screen, change }: ChoiceProps) {
  const t = usePreviewTexts();
  const words = useWords();
  const assets = useQuery(assetsQuery(campaign.advertiser_id ?? "")).data ?? [];
  const stores = useQuery(offeredQuery).data ?? [];
  const blocked = new Set(campaign.blocked_stores.map(({ store_id }) => store_id));
  const own = campaign.content_assets.flatMap((id) => assets.find((one) => one.id === id) ?? []);
  const targets = stores.filter(
    ({ id }) => campaign.target_stores.includes(id) && !blocked.has(id),
  );
  const isScreen = kind !== "schedule";
  return (
    <Group gap="sm" align="flex-end">
      {isScreen && own.length > 1 && (
        <Select
          label={t("asset")}
          allowDeselect={false}
          data={own.map(({ id, name }) => ({ value: id, label: name }))}
          value={screen.assetId ?? own[0]?.id ?? null}
          onChange={(assetId) => change({ assetId })}
        />
      )}
      {isScreen && (
        <>
          <Select
            label={t("size")}
            w={96}
            allowDeselect={false}
            data={INCHES.map((inches) => ({ value: String(inches), label: `${inches}″` }))}
            value={String(screen.inches)}
            onChange={(text) => {
              const inches = INCHES.find((one) => String(one) === text);
              if (inches) change({ inches });
            }}
          />
          <Select
            label={t("resolution")}
            w={110}
            allowDeselect={false}
            data={[
              { value: "1080p", label: "1080p" },
              { value: "4k", label: "4K" },
            ]}
            value={screen.resolution}
            onChange={(text) => change({ resolution: text === "4k" ? "4k" : "1080p" })}
          />
          <Select
            label={t("orientation")}
            w={140}
            allowDeselect={false}
            data={["LANDSCAPE", "PORTRAIT"].map((one) => ({
              value: one,
              label: words("Orientation", one),
            }))}
            value={screen.orientation}
            onChange={(text) =>
              change({ orientation: text === "PORTRAIT" ? "PORTRAIT" : "LANDSCAPE" })
            }
          />
        </>
      )}
      {(kind === "store" || kind === "schedule") && targets.length > 0 && (
        <Select
          label={t("store")}
          searchable
          allowDeselect={false}
          data={targets.map(({ id, name }) => ({ value: id, label: name }))}
          value={screen.storeId}
          placeholder={t("firstStore")}
          onChange={(storeId) => change({ storeId })}
        />
      )}
    </Group>
  );
}

function Shown({ campaign, kind, screen }: { campaign: Campaign; kind: Kind; screen: Screen }) {
  const query = useQuery(previewQuery(campaign.id, campaign.updated_at, kind, screen));
  const stores = useQuery(offeredQuery).data ?? [];
  const zoneOf = (id: string) => stores.find((store) => store.id === id)?.timezone;
  return (
    <Loaded query={query}>
      {({ content, device, store, schedule }) => (
        <>
          {content?.map((one) => (
            <ContentView key={one.asset_id} preview={one} />
          ))}
          {device && <DeviceView preview={device} />}
          {store && <StoreView preview={store} />}
          {schedule && <ScheduleView preview={schedule} zone={zoneOf(schedule.store_id)} />}
        </>
      )}
    </Loaded>
  );
}
