import type { ReactNode } from "react";
import type { Campaign, Store } from "../../../api/catalog";
import { formatDay } from "../../../lib/dates";
import { useLanguage } from "../../../lib/texts";
import { useWords } from "../../../lib/words";
import { Facts } from "../../../ui/facts";
import { Panel } from "../../../ui/panel";
import { Money } from "../../../ui/values";
import type { Asset } from "../queries";
import { useWizardTexts } from "../texts";
import type { Field } from "../values";
import css from "../wizard.module.css";
import { ruleOf } from "./checks";
import { useEditTexts } from "./texts";

type Props = { campaign: Campaign; stores: readonly Store[]; assets: readonly Asset[] };

/** What cannot be changed while the campaign stands as it does. */
export function FixedFields({ campaign, assets }: Props) {
  const t = useEditTexts();
  const wizard = useWizardTexts();
  const words = useWords();
  const language = useLanguage();
  const day = (at: string | null | undefined) => (at ? `${formatDay(at, language)} (UTC)` : "–");
  const names = assets.filter(({ id }) => campaign.content_assets.includes(id));
  const all: [Field, string, ReactNode][] = [
    ["brand_name", wizard("brand"), campaign.brand_name ?? "–"],
    [
      "category",
      wizard("category"),
      campaign.category ? words("Category", campaign.category) : "–",
    ],
    ["start_date", wizard("start"), day(campaign.start_date)],
    ["end_date", wizard("end"), day(campaign.end_date)],
    ["budget", wizard("budget"), <Money key="budget" amount={campaign.budget ?? "0"} />],
    ["content_assets", wizard("step.content"), names.map(({ name }) => name).join(", ")],
  ];
  const fixed = all.filter(([field]) => ruleOf(campaign, field) === "READ_ONLY");
  if (fixed.length === 0) return null;
  const status = words("CampaignStatus", campaign.status);
  return (
    <Panel title={t("fixed")}>
      <p className={css["lead"]}>{t("fixedText", { status })}</p>
      <Facts facts={fixed.map(([, label, value]) => [label, value] as const)} />
    </Panel>
  );
}
