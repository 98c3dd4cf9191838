import { useQuery } from "@tanstack/react-query";
import { BackLink } from "../../../lib/back-link";
import { paths } from "../../../lib/paths";
import { usePathParam } from "../../../lib/route";
import { PageTitle } from "../../../ui/page-title";
import { Loaded } from "../../../ui/states";
import { Status } from "../../../ui/status";
import { campaignQuery } from "../queries";
import { PreviewPanel } from "./preview-panel";
import { usePreviewTexts } from "./texts";

/** How a campaign will look, before and while it runs. */
export function Page() {
  const t = usePreviewTexts();
  const campaign = useQuery(campaignQuery(usePathParam("id")));
  return (
    <Loaded query={campaign}>
      {(found) => (
        <>
          <PageTitle
            title={t("title")}
            badge={<Status kind="CampaignStatus" word={found.status} />}
            subtitle={<BackLink to={paths.campaign(found.id)} name={found.name} />}
          />
          <PreviewPanel campaign={found} />
        </>
      )}
    </Loaded>
  );
}
