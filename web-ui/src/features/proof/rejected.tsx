import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { formatCount } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Meter } from "../../ui/meter";
import { Panel } from "../../ui/panel";
import { Empty } from "../../ui/states";
import { Count } from "../../ui/values";
import css from "./proof.module.css";
import type { Report } from "./queries";
import { useProofTexts } from "./texts";

/** Which plays were refused, by reason: they cost nothing. */
export function Rejected({ report }: { report: Report }) {
  const t = useProofTexts();
  const words = useWords();
  const language = useLanguage();
  const rows = Object.entries(report.rejections).sort(([, a], [, b]) => b - a);
  const most = rows[0]?.[1] ?? 1;
  const search = { campaign: report.campaign_id, status: "REJECTED" };
  const aside = rows.length > 0 && (
    <Anchor component={Link} size="sm" to={paths.impressions} search={search as never}>
      {t("oneByOne")}
    </Anchor>
  );
  return (
    <Panel title={t("rejectedTitle")} aside={aside}>
      {rows.length === 0 && <Empty title={t("noneRejected")}>{t("noneRejectedText")}</Empty>}
      <div className={css["columns"]}>
        {rows.map(([reason, count]) => (
          <div key={reason} className={css["bar"]}>
            <span>{words("Rejection", reason)}</span>
            <Count value={count} />
            <Meter
              share={count / most}
              tone="bad"
              label={`${words("Rejection", reason)}: ${formatCount(count, language)}`}
            />
          </div>
        ))}
      </div>
    </Panel>
  );
}
