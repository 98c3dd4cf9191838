import { Alert, Text } from "@mantine/core";
import type { Campaign } from "../../api/catalog";
import type { Problem } from "../../api/problem";
import { formatDay } from "../../lib/dates";
import { add } from "../../lib/decimal";
import { useLanguage } from "../../lib/texts";
import { Action } from "../../ui/action";
import { Facts } from "../../ui/facts";
import { Panel } from "../../ui/panel";
import { Count, Money } from "../../ui/values";
import css from "./new-dispute.module.css";
import type { Chosen } from "./new-page";
import { useNewDisputeTexts } from "./texts";
import { WINDOW_DAYS } from "./window";

/** Plays in one dispute at most. */
const MOST = 1000;

type Props = {
  isByDay: boolean;
  campaign: Campaign | null;
  chosen: Chosen;
  day: string | null;
  hasReason: boolean;
  problem: Problem | null;
  isPending: boolean;
  onSend: () => void;
};

/** What will be disputed, what follows from it, and the button; or why it is off. */
export function Summary(props: Props) {
  const { isByDay, campaign, chosen, day, problem, isPending, onSend } = props;
  const t = useNewDisputeTexts();
  const language = useLanguage();
  const costs = [...chosen.values()].filter((cost) => cost !== null);
  return (
    <div className={css["side"]}>
      <Panel title={t("summary")}>
        <Facts
          facts={[
            [t("campaign"), campaign?.name ?? "–"],
            [t("day"), isByDay ? (day ? formatDay(day, language) : "–") : null],
            [t("plays"), isByDay ? null : <Count key="plays" value={chosen.size} />],
            [t("worth"), isByDay ? null : <Money key="worth" amount={add("0", ...costs)} />],
          ]}
        />
        <ul className={css["follows"]}>
          <li>{t("follow.evidence")}</li>
          {!isByDay && <li>{t("follow.payout")}</li>}
          <li>{isByDay ? t("follow.noMoney") : t("follow.money")}</li>
          <li>{t("follow.window", { days: WINDOW_DAYS })}</li>
        </ul>
        {problem && (
          <Alert color="red" mb="sm">
            <Text size="sm">{problem.message}</Text>
          </Alert>
        )}
        <Action fullWidth loading={isPending} why={whyNot(props, t)} onClick={onSend}>
          {t("send")}
        </Action>
      </Panel>
    </div>
  );
}

function whyNot(props: Props, t: ReturnType<typeof useNewDisputeTexts>): string | null {
  const { isByDay, campaign, chosen, day, hasReason } = props;
  if (!campaign) return t("why.campaign");
  if (isByDay && !day) return t("why.day");
  if (!isByDay && chosen.size === 0) return t("why.plays");
  if (!isByDay && chosen.size > MOST) return t("why.tooMany", { most: MOST });
  return hasReason ? null : t("why.reason");
}
