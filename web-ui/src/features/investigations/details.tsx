import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import type { Case } from "../../api/investigation";
import { usePerson } from "../../api/session";
import { paths } from "../../lib/paths";
import { useWords } from "../../lib/words";
import { Meter } from "../../ui/meter";
import { Panel } from "../../ui/panel";
import { toneOf } from "../../ui/status";
import { toneClass } from "../../ui/tone";
import { Count, Moment } from "../../ui/values";
import css from "./investigations.module.css";
import { useInvestigationTexts } from "./texts";

type Evidence = Case["evidence"];

/** Stores that blocked the campaign at its end, and since when. */
export function Blocked({ stores }: { stores: Evidence["blocked_stores"] }) {
  const t = useInvestigationTexts();
  const { role } = usePerson();
  const seesStores = role !== "ADVERTISER";
  return (
    <Panel title={t("blockedStores")}>
      <ul className={css["blocked"]}>
        {stores.map(({ store_id, store_name, reason, since_activation }) => (
          <li key={store_id}>
            {seesStores ? (
              <Anchor component={Link} to={paths.store(store_id)} size="sm">
                {store_name}
              </Anchor>
            ) : (
              <b>{store_name}</b>
            )}
            <span>{reason}</span>
            <span className={css["muted"]}>
              {t(since_activation ? "blockedSince" : "blockedBefore")}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Plays that came and did not count, by reason. */
export function Rejected({ reasons }: { reasons: Evidence["rejections"] }) {
  const t = useInvestigationTexts();
  const words = useWords();
  const rows = Object.entries(reasons).sort(([, a], [, b]) => b - a);
  const most = rows[0]?.[1] ?? 1;
  return (
    <Panel title={t("rejectedPlays")}>
      <div className={css["reasons"]}>
        {rows.map(([reason, count]) => (
          <Fragment key={reason}>
            <span>{words("Rejection", reason)}</span>
            <Count value={count} />
            <Meter
              share={count / most}
              tone="bad"
              label={`${words("Rejection", reason)}: ${count}`}
            />
          </Fragment>
        ))}
      </div>
    </Panel>
  );
}

/** Every status the campaign had. */
export function Timeline({ entries }: { entries: Evidence["status_history"] }) {
  const t = useInvestigationTexts();
  const words = useWords();
  return (
    <Panel title={t("history")}>
      <ol className={css["story"]}>
        {entries.map(({ at, status, reason }) => (
          <li key={at + status} className={toneClass(toneOf("CampaignStatus", status))}>
            <b>
              {words("CampaignStatus", status)}
              {reason && ` · ${words("PauseReason", reason)}`}
            </b>
            <span className={css["muted"]}>
              <Moment at={at} />
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
