import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Campaign } from "../../api/catalog";
import { type Case, caseQuery, isOffered } from "../../api/investigation";
import { isZero } from "../../lib/decimal";
import { formatMoney } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { type Tone, toneClass } from "../../ui/tone";
import css from "./campaigns.module.css";
import { useCampaignTexts } from "./texts";

/** That a campaign ended without a play, and where that is looked into. */
export function CaseNote({ campaign }: { campaign: Campaign }) {
  const { id, status, settled_at, spent, absorbed } = campaign;
  const mayHaveOne = status === "COMPLETED" && settled_at && isZero(spent) && isZero(absorbed);
  const found = useQuery({ ...caseQuery(id), enabled: Boolean(mayHaveOne) }).data;
  return found ? <Note found={found} /> : null;
}

function Note({ found }: { found: Case }) {
  const t = useCampaignTexts();
  const words = useWords();
  const language = useLanguage();
  const { campaign_id, refunded, resolution } = found;
  const isWaiting = isOffered(found);
  const tone: Tone = isWaiting ? "info" : resolution ? "quiet" : "wait";
  const text = resolution
    ? t("noPlayFound", { cause: words("Cause", resolution.cause) })
    : t("noPlay", { refund: formatMoney(refunded, language) });
  return (
    <div className={`${css["note"]} ${toneClass(tone)}`}>
      <span>
        {text} {isWaiting && t("noPlayOffer")}
      </span>
      <Anchor component={Link} to={paths.investigation(campaign_id)} size="sm">
        {t(isWaiting ? "toOffer" : "toCase")}
      </Anchor>
    </div>
  );
}
