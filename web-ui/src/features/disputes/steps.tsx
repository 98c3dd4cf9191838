import { Moment } from "../../ui/values";
import css from "./disputes.module.css";
import type { Dispute } from "./queries";
import { useDisputeTexts } from "./texts";

/** How far it is: opened, looked into, ended; with who and when. */
export function Steps({ dispute }: { dispute: Dispute }) {
  const t = useDisputeTexts();
  const { resolution: end } = dispute;
  const isWithdrawn = dispute.status === "WITHDRAWN";
  const steps = [
    { name: t("step.opened"), at: dispute.opened_at, by: dispute.opened_by_name },
    { name: t("step.investigated"), at: dispute.investigated_at, by: dispute.investigated_by_name },
    {
      name: isWithdrawn ? t("step.withdrawn") : t("step.decided"),
      at: end?.resolved_at,
      by: end?.resolved_by_name,
    },
  ].filter(({ at }, place) => !(isWithdrawn && place === 1 && !at));
  const current = steps.findIndex(({ at }) => !at);
  return (
    <ol className={css["steps"]} aria-label={t("steps")}>
      {steps.map(({ name, at, by }, place) => (
        <li
          key={name}
          data-done={Boolean(at)}
          data-current={place === current}
          aria-current={place === current ? "step" : undefined}
        >
          <b>{name}</b>
          <span className={css["muted"]}>
            {at ? <Moment at={at} named={false} /> : t("step.waits")}
            {by && ` · ${by}`}
          </span>
        </li>
      ))}
    </ol>
  );
}
