import { formatExact } from "../../lib/dates";
import { fromMicros } from "../../lib/decimal";
import { useLanguage } from "../../lib/texts";
import { Facts } from "../../ui/facts";
import { Money } from "../../ui/values";
import type { Evidence } from "./check/model";
import { formatDay, formatTime } from "./check/text";
import { useVerifyTexts } from "./texts";
import css from "./verify.module.css";

/** What the file tells of the play, for people. */
export function PlayFacts({ evidence }: { evidence: Evidence }) {
  const t = useVerifyTexts();
  const language = useLanguage();
  const { device, submission, verdict, money, daily, leaf } = evidence;
  const exact = (moment: number) => `${formatExact(formatTime(moment), language, "UTC")} (UTC)`;
  return (
    <>
      <Facts
        facts={[
          [t("fact.screen"), device.name],
          [t("fact.store"), device.store_name],
          [t("fact.played"), `${submission.played_at}`],
          [t("fact.received"), exact(verdict.received_at)],
          [t("fact.seconds"), `${submission.duration_actual} / ${verdict.duration_expected} s`],
          [
            t("fact.price"),
            <Money key="price" amount={fromMicros(money.cost_micros)} currency="USD" />,
          ],
          [t("fact.day"), formatDay(daily.day)],
          [t("fact.leaf"), `${leaf.index} · ${evidence.log.origin}`],
          [t("fact.made"), exact(evidence.made_at)],
        ]}
      />
      <h3 className={css["heading"]}>{t("enrolment")}</h3>
      <ul className={css["sentences"]}>
        {device.enrolment.map(({ action, at, by }) => (
          <li key={`${action} ${at}`}>
            {t("act", { action: nameOf(action, t), by, at: exact(at) })}
          </li>
        ))}
      </ul>
    </>
  );
}

const ACTS = ["device.create", "device.enrol", "device.approve", "device.rotate_key"] as const;

function nameOf(action: string, t: ReturnType<typeof useVerifyTexts>): string {
  const known = ACTS.find((one) => one === action);
  return known ? t(`act.${known}`) : action;
}
