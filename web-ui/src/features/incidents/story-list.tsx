import { formatAgo } from "../../lib/dates";
import { useLanguage } from "../../lib/texts";
import { Panel } from "../../ui/panel";
import { toneClass } from "../../ui/tone";
import { Moment, useNow } from "../../ui/values";
import css from "./incidents.module.css";
import type { Incident } from "./queries";
import { storyOf } from "./story";
import { useIncidentTexts } from "./texts";

/** The stop as it went, moment by moment. */
export function Story({ incident }: { incident: Incident }) {
  const t = useIncidentTexts();
  const language = useLanguage();
  const now = useNow(30_000);
  return (
    <Panel title={t("story")}>
      <ol className={css["story"]}>
        {storyOf(incident, now).map(({ name, at, tone, isAhead }) => (
          <li key={name} className={toneClass(tone)} data-ahead={isAhead}>
            <b>{t(`moment.${name}`)}</b>
            <span className={css["muted"]}>
              <Moment at={at} /> · {formatAgo(at, now, language)}
            </span>
            {name === "frozenFrom" && <span className={css["muted"]}>{t("frozenFromText")}</span>}
            {name === "resolved" && incident.resolved_by_name && (
              <span className={css["muted"]}>{incident.resolved_by_name}</span>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
