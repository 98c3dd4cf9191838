import { formatCount, formatShare } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { DataTable } from "../../ui/data-table";
import { Meter } from "../../ui/meter";
import { Panel } from "../../ui/panel";
import { Count } from "../../ui/values";
import type { DayFacts } from "./bundle";
import css from "./disputes.module.css";
import { useNames } from "./queries";
import { useDisputeTexts } from "./texts";

const MINUTES = 1440;

type Props = { cause: string | null | undefined; facts: DayFacts | null };

/** What the records say about a day on which plays are missed: devices, refusals, the cause. */
export function DayPanels({ cause, facts }: Props) {
  const t = useDisputeTexts();
  const words = useWords();
  const language = useLanguage();
  const names = useNames();
  const refused = Object.entries(facts?.figures.refused ?? {});
  return (
    <>
      <Panel title={t("cause")}>
        <ul className={css["said"]}>
          {(facts?.explanation ?? [cause ?? t("noFindings")]).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Panel>
      {facts && (
        <Panel title={t("dayScreens", { count: facts.figures.devices.length })} flush>
          <DataTable
            label={t("dayScreens", { count: facts.figures.devices.length })}
            rows={facts.figures.devices}
            rowKey={({ device_id }) => device_id}
            columns={[
              {
                id: "name",
                title: t("screen"),
                cell: ({ device_id, name }) => (
                  <div className={css["cell"]}>
                    <span>{name}</span>
                    <span className={css["muted"]}>{names.storeOf(device_id)}</span>
                  </div>
                ),
              },
              {
                id: "billed",
                title: t("billed"),
                align: "right",
                compare: (a, b) => a.billed - b.billed,
                cell: ({ billed }) => <Count value={billed} />,
              },
              {
                id: "online",
                title: t("online"),
                compare: (a, b) => (a.online_minutes ?? -1) - (b.online_minutes ?? -1),
                cell: ({ online_minutes: minutes }) => {
                  if (minutes === null) return t("notKept");
                  const part = minutes / MINUTES;
                  const label = formatShare(part, language, 0);
                  return (
                    <div className={css["meter"]}>
                      <Meter share={part} label={label} tone={minutes === 0 ? "bad" : "good"} />
                      <span>{label}</span>
                    </div>
                  );
                },
              },
            ]}
          />
        </Panel>
      )}
      {refused.length > 0 && (
        <Panel title={t("refused")}>
          <ul className={css["said"]}>
            {refused.map(([reason, count]) => (
              <li key={reason}>
                {words("Rejection", reason)}: {formatCount(count, language)}
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}
