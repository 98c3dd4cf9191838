import { useMemo } from "react";
import type { Case, CaseEvidence } from "../../api/investigation";
import { formatDuration } from "../../lib/dates";
import { formatShare } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { type Tone, toneClass } from "../../ui/tone";
import { offlineShare, rejectedOf, type Sign, signsOf } from "./evidence";
import css from "./investigations.module.css";
import { useInvestigationTexts } from "./texts";

const GRAVITY: readonly Tone[] = ["bad", "wait", "info", "good", "quiet"];

/** Says a piece of the evidence in a sentence with its numbers. */
export function useSign() {
  const t = useInvestigationTexts();
  const language = useLanguage();
  return useMemo(() => {
    const say = (found: Case, { name }: Sign) => {
      const { evidence } = found;
      return t(`sign.${name}`, {
        count: countOf(name, evidence),
        stores: evidence.target_stores,
        blocked: evidence.blocked_stores.length,
        late: formatDuration(evidence.late_seconds ?? 0, language),
        devices: evidence.devices,
        heard: evidence.devices_heard,
        offline: formatDuration(evidence.offline_seconds, language),
        wanted: formatDuration(evidence.wanted_seconds, language),
        share: formatShare(offlineShare(evidence), language, 0),
        offers: evidence.offers,
        rejected: rejectedOf(evidence),
      });
    };
    const gravest = (found: Case) => {
      const signs = signsOf(found);
      const worst = GRAVITY.flatMap((tone) => signs.filter((sign) => sign.tone === tone))[0];
      return worst ? say(found, worst) : "";
    };
    return { say, gravest };
  }, [t, language]);
}

/** What a sentence counts, so that one is said as one. */
function countOf(name: Sign["name"], evidence: CaseEvidence): number {
  if (name.startsWith("blocked")) return evidence.target_stores;
  if (name === "offered") return evidence.offers;
  return name === "allRejected" ? rejectedOf(evidence) : evidence.devices;
}

/** Everything the appliance knows about the run, in the order of the run. */
export function Signs({ found }: { found: Case }) {
  const sign = useSign();
  return (
    <ul className={css["signs"]}>
      {signsOf(found).map((one) => (
        <li key={one.name} className={toneClass(one.tone)}>
          {sign.say(found, one)}
        </li>
      ))}
    </ul>
  );
}
