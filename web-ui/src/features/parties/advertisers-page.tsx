import { useQuery } from "@tanstack/react-query";
import { advertisersQuery, campaignsQuery, useIsCut } from "../../api/catalog";
import { add, compare } from "../../lib/decimal";
import { paths } from "../../lib/paths";
import { Badge } from "../../ui/badge";
import { PageTitle } from "../../ui/page-title";
import { Incomplete, Loaded } from "../../ui/states";
import { Count, Money } from "../../ui/values";
import { NewParty } from "./new-party";
import { PartyList } from "./party-list";
import { usePartyTexts } from "./texts";

/** All advertisers: how each stands, what runs, what was spent. */
export function Page() {
  const t = usePartyTexts();
  const advertisers = useQuery(advertisersQuery);
  const campaigns = useQuery(campaignsQuery).data ?? [];
  const cuts = [useIsCut(advertisersQuery), useIsCut(campaignsQuery)];
  const isCut = cuts.includes(true);
  const of = (id: string) => campaigns.filter(({ advertiser_id }) => advertiser_id === id);
  const running = (id: string) => of(id).filter(({ status }) => status === "ACTIVE").length;
  const spent = (id: string) => add("0", ...of(id).map((campaign) => campaign.spent));
  return (
    <>
      <PageTitle title={t("advertisers")} actions={<NewParty kind="advertisers" />} />
      <Loaded query={advertisers}>
        {(rows) => (
          <PartyList
            label={t("advertisers")}
            rows={rows}
            to={paths.advertiser}
            columns={[
              {
                id: "mail",
                title: t("email"),
                wide: true,
                cell: ({ email_verified }) => (
                  <Badge tone={email_verified ? "good" : "wait"}>
                    {email_verified ? t("verified") : t("notVerified")}
                  </Badge>
                ),
              },
              {
                id: "running",
                title: t("running"),
                align: "right",
                compare: (a, b) => running(a.id) - running(b.id),
                cell: ({ id }) => <Count value={running(id)} />,
              },
              {
                id: "spent",
                title: t("spent"),
                align: "right",
                compare: (a, b) => compare(spent(a.id), spent(b.id)),
                cell: ({ id }) => <Money amount={spent(id)} short />,
              },
            ]}
          />
        )}
      </Loaded>
      <Incomplete when={isCut} />
    </>
  );
}
