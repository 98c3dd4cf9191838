import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Campaign } from "../../../api/catalog";
import { BackLink } from "../../../lib/back-link";
import { paths } from "../../../lib/paths";
import { Redirect } from "../../../lib/redirect";
import { usePathParam } from "../../../lib/route";
import { PageTitle } from "../../../ui/page-title";
import { Panel } from "../../../ui/panel";
import { Empty, Loaded } from "../../../ui/states";
import { Status } from "../../../ui/status";
import { FieldOrder } from "../field-order";
import { editedQuery } from "../queries";
import { EditForm } from "./edit-form";
import { useEditTexts } from "./texts";

/** Changes a campaign as far as its status allows; a draft goes on in the wizard. */
export function Page() {
  const id = usePathParam("id");
  const client = useQueryClient();
  const query = useQuery(editedQuery(id));
  return (
    <Loaded query={query}>
      {({ campaign, etag }) => (
        <Edited
          key={etag}
          campaign={campaign}
          etag={etag}
          onReload={() => void client.invalidateQueries({ queryKey: editedQuery(id).queryKey })}
        />
      )}
    </Loaded>
  );
}

type Props = { campaign: Campaign; etag: string; onReload: () => void };

function Edited({ campaign, etag, onReload }: Props) {
  const t = useEditTexts();
  const { id, name, status } = campaign;
  if (status === "DRAFT" || status === "REJECTED") {
    return <Redirect href={`${paths.newCampaign}?draft=${id}&step=start`} />;
  }
  const isOpen = campaign.allowed_actions.includes("EDIT");
  return (
    <>
      <PageTitle
        title={t("title")}
        badge={<Status kind="CampaignStatus" word={status} />}
        subtitle={<BackLink to={paths.campaign(id)} name={name} />}
      />
      {isOpen ? (
        <FieldOrder>
          <EditForm campaign={campaign} etag={etag} onReload={onReload} />
        </FieldOrder>
      ) : (
        <Panel>
          <Empty
            title={t("closed")}
            action={
              <Button
                variant="default"
                renderRoot={(props) => <Link to={paths.campaign(id)} {...props} />}
              >
                {t("toCampaign")}
              </Button>
            }
          >
            {t("closedText")}
          </Empty>
        </Panel>
      )}
    </>
  );
}
