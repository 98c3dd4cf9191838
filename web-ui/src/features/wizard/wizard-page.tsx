import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import type { Campaign } from "../../api/catalog";
import { paths } from "../../lib/paths";
import { Redirect } from "../../lib/redirect";
import { addressText, useAddress } from "../../lib/route";
import { PageTitle } from "../../ui/page-title";
import { Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import { FieldOrder } from "./field-order";
import { Frame } from "./frame";
import { campaignQuery } from "./queries";
import { STEPS, type Step } from "./rules";
import { BasicsStep } from "./steps/basics-step";
import { Begin } from "./steps/begin";
import { ContentStep } from "./steps/content-step";
import { ReviewStep } from "./steps/review-step";
import { StartStep } from "./steps/start-step";
import { StoresStep } from "./steps/stores-step";
import { useWizardTexts } from "./texts";
import { useDraft } from "./use-draft";

const ADDRESS = z.object({ draft: addressText, step: z.enum(STEPS).catch("start") });

/** A new campaign in five steps, or a draft that goes on where it was. */
export function Page() {
  const t = useWizardTexts();
  const [{ draft, step }] = useAddress(ADDRESS);
  const campaign = useQuery({ ...campaignQuery(draft), enabled: draft !== "" });
  if (draft === "") {
    return (
      <>
        <PageTitle title={t("title")} subtitle={t("subtitle")} />
        <FieldOrder>
          <Begin />
        </FieldOrder>
      </>
    );
  }
  return (
    <Loaded query={campaign}>
      {(found) =>
        isOpen(found) ? (
          <Editor key={found.id} campaign={found} step={step} />
        ) : (
          <Redirect href={paths.campaign(found.id)} />
        )
      }
    </Loaded>
  );
}

function isOpen({ status }: Campaign): boolean {
  return status === "DRAFT" || status === "REJECTED";
}

function Editor({ campaign, step }: { campaign: Campaign; step: Step }) {
  const t = useWizardTexts();
  const draft = useDraft(campaign);
  const Part = PARTS[step];
  return (
    <>
      <PageTitle
        title={draft.values.name.trim() || t("title")}
        badge={<Status kind="CampaignStatus" word={campaign.status} />}
        subtitle={t("subtitle")}
      />
      <Frame campaign={campaign} draft={draft} step={step}>
        {(shown) => (
          <FieldOrder>
            <Part campaign={campaign} draft={draft} shown={shown} />
          </FieldOrder>
        )}
      </Frame>
    </>
  );
}

const PARTS = {
  start: StartStep,
  basics: BasicsStep,
  content: ContentStep,
  stores: StoresStep,
  review: ReviewStep,
} satisfies Record<Step, unknown>;
