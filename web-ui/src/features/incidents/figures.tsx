import { formatDuration } from "../../lib/dates";
import { formatDecimal } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Figure } from "../../ui/figure";
import { Ago, Money } from "../../ui/values";
import css from "./incidents.module.css";
import { type Incident, useFrozen } from "./queries";
import { useIncidentTexts } from "./texts";

/** What matters of a stop at a glance. */
export function Figures({ incident }: { incident: Incident }) {
  const t = useIncidentTexts();
  const words = useWords();
  const language = useLanguage();
  const frozen = useFrozen(incident);
  const { devices_dark, devices_total, devices_unreachable, time_to_dark_seconds } = incident;
  const seconds = time_to_dark_seconds;
  return (
    <div className={css["figures"]}>
      <Figure
        label={t("screensDark")}
        value={`${devices_dark} / ${devices_total}`}
        hint={t("unreachable", { count: devices_unreachable })}
        tone={incident.is_dark ? "good" : "wait"}
      />
      <Figure
        label={t("timeToDark")}
        value={
          typeof seconds === "number"
            ? seconds < 60
              ? `${formatDecimal(seconds, language, 1)} s`
              : formatDuration(seconds, language)
            : "–"
        }
        hint={t("darkRule")}
      />
      <Figure
        label={t("money")}
        value={
          incident.frozen ? (
            frozen === null ? (
              t("frozen")
            ) : (
              <Money amount={frozen} short />
            )
          ) : (
            t("free")
          )
        }
        hint={incident.frozen ? t("frozenHint") : t("freeHint")}
      />
      {incident.status === "OPEN" ? (
        <Figure
          label={t("investigation")}
          value={<Ago at={incident.investigation_due_at} />}
          hint={incident.overdue_since ? t("isOverdue") : t("dueHint")}
          {...(incident.overdue_since && { tone: "bad" as const })}
        />
      ) : (
        <Figure
          label={t("compensation")}
          value={
            incident.compensation_amount ? (
              <Money amount={incident.compensation_amount} short />
            ) : (
              t("noCompensation")
            )
          }
          hint={incident.content_reapproval_required ? t("reapproval") : undefined}
        />
      )}
      {incident.campaign_status && (
        <Figure
          label={t("campaignNow")}
          value={words("CampaignStatus", incident.campaign_status)}
          hint={t("campaignBefore", {
            status: words("CampaignStatus", incident.status_before),
          })}
        />
      )}
    </div>
  );
}
