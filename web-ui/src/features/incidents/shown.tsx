import { Badge } from "../../ui/badge";
import type { Tone } from "../../ui/tone";
import type { Incident, Outcome, StoppedDevice } from "./queries";
import { useIncidentTexts } from "./texts";

const OUTCOME_TONES: Record<Outcome, Tone> = { A: "good", B: "wait", C: "bad", D: "bad" };

/** How the investigation stands. */
export function IncidentBadge({ incident }: { incident: Incident }) {
  const t = useIncidentTexts();
  const { outcome, status, overdue_since } = incident;
  if (outcome) return <Badge tone={OUTCOME_TONES[outcome]}>{t(`outcome.${outcome}`)}</Badge>;
  if (status !== "OPEN") return <Badge tone="quiet">{t("over")}</Badge>;
  return overdue_since ? (
    <Badge tone="bad">{t("isOverdue")}</Badge>
  ) : (
    <Badge tone="wait">{t("isOpen")}</Badge>
  );
}

export const STATE_TONES: Record<StoppedDevice["state"], Tone> = {
  DARK: "good",
  WAITING: "wait",
  FAILED: "bad",
  UNREACHABLE: "quiet",
};

export function DarkBadge({ state }: { state: StoppedDevice["state"] }) {
  const t = useIncidentTexts();
  return <Badge tone={STATE_TONES[state]}>{t(`state.${state}`)}</Badge>;
}
