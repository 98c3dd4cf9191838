import { Text } from "@mantine/core";
import { Fragment } from "react";
import { useWords } from "../../lib/words";
import { Meter } from "../../ui/meter";
import { Count } from "../../ui/values";
import css from "./overview.module.css";
import { useOverviewTexts } from "./texts";

/** Reasons by frequency. */
export function Rejections({ reasons }: { reasons: Readonly<Record<string, number>> }) {
  const t = useOverviewTexts();
  const words = useWords();
  const rows = Object.entries(reasons).sort(([, a], [, b]) => b - a);
  const most = rows[0]?.[1] ?? 1;
  if (rows.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("noRejections")}
      </Text>
    );
  }
  return (
    <div className={css["reasons"]}>
      {rows.map(([reason, count]) => (
        <Fragment key={reason}>
          <span>{words("Rejection", reason)}</span>
          <Count value={count} />
          <div className={css["reasonBar"]}>
            <Meter
              share={count / most}
              tone="bad"
              label={`${words("Rejection", reason)}: ${count}`}
            />
          </div>
        </Fragment>
      ))}
    </div>
  );
}
