import { Modal, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { formatDayShort, formatDuration, zoneName } from "../../lib/dates";
import { formatCount } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Bars } from "../../ui/bars";
import { Facts } from "../../ui/facts";
import { Meter } from "../../ui/meter";
import { Empty, Loaded } from "../../ui/states";
import { useUiTexts } from "../../ui/texts";
import { Count } from "../../ui/values";
import { daysOf, type Range } from "./days";
import css from "./proof.module.css";
import { storeReportQuery } from "./queries";
import { useProofTexts } from "./texts";

type Chosen = { id: string; name: string };
type Props = { campaignId: string; range: Range; store: Chosen | null; onClose: () => void };

/** What was played in one store: by day and by screen. */
export function StoreReport({ campaignId, range, store, onClose }: Props) {
  const ui = useUiTexts();
  return (
    <Modal
      opened={store !== null}
      onClose={onClose}
      size="lg"
      title={store?.name}
      closeButtonProps={{ "aria-label": ui("close") }}
    >
      {store && <Shown campaignId={campaignId} range={range} storeId={store.id} />}
    </Modal>
  );
}

type ShownProps = { campaignId: string; range: Range; storeId: string };

function Shown({ campaignId, range, storeId }: ShownProps) {
  const t = useProofTexts();
  const language = useLanguage();
  const report = useQuery(storeReportQuery(campaignId, storeId, range));
  return (
    <Loaded
      query={report}
      isEmpty={({ total_impressions }) => total_impressions === 0}
      empty={<Empty title={t("noPlays")}>{t("noPlaysText")}</Empty>}
    >
      {(found) => {
        const byDay = new Map(found.daily_breakdown.map((one) => [one.date, one.impressions]));
        const bars = daysOf(range).map((day) => {
          const value = byDay.get(day) ?? 0;
          const name = formatDayShort(day, language);
          const title = t("dayTitle", { day: name, plays: formatCount(value, language) });
          return { key: day, name, value, title };
        });
        return (
          <Stack>
            <Facts
              facts={[
                [t("region"), `${found.region} (${zoneName(found.store_time_zone)})`],
                [t("plays"), <Count key="plays" value={found.total_impressions} />],
                [t("onScreen"), formatDuration(found.total_duration_seconds, language)],
              ]}
            />
            <Bars
              height={170}
              bars={bars}
              label={t("daysLabel", { plays: found.total_impressions, count: bars.length })}
              format={(value) => formatCount(value, language)}
            />
            <Screens screens={found.screens} />
          </Stack>
        );
      }}
    </Loaded>
  );
}

type Screen = { device_id: string; name: string; impressions: number };

function Screens({ screens }: { screens: readonly Screen[] }) {
  const language = useLanguage();
  const most = screens[0]?.impressions ?? 1;
  return (
    <div>
      {screens.map(({ device_id, name, impressions }) => (
        <div key={device_id} className={css["bar"]}>
          <span>{name}</span>
          <Count value={impressions} />
          <Meter
            share={impressions / most}
            label={`${name}: ${formatCount(impressions, language)}`}
          />
        </div>
      ))}
    </div>
  );
}
