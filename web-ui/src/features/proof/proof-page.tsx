import { Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { z } from "zod";
import type { Campaign } from "../../api/catalog";
import { formatDay } from "../../lib/dates";
import { paths } from "../../lib/paths";
import { addressText, useAddress, usePathParam } from "../../lib/route";
import { useLanguage } from "../../lib/texts";
import { Badge } from "../../ui/badge";
import { PageTitle } from "../../ui/page-title";
import { Boundary, Loaded } from "../../ui/states";
import { Moment } from "../../ui/values";
import { type Range, rangeOf, runOf } from "./days";
import { Downloads } from "./downloads";
import { Figures } from "./figures";
import { FinalReportPanel } from "./final-report";
import { Gallery } from "./gallery";
import { HoursPanels } from "./hours";
import { Places } from "./places";
import css from "./proof.module.css";
import { campaignQuery, reportQuery } from "./queries";
import { RangeBar } from "./range-bar";
import { Records } from "./records";
import { Rejected } from "./rejected";
import { useProofTexts } from "./texts";

const TABS = ["figures", "records", "pictures"] as const;
const ADDRESS = z.object({
  tab: z.enum(TABS).catch("figures"),
  from: addressText,
  to: addressText,
});

/** What was played of a campaign on some days, and what proves it. */
export function Page() {
  const campaign = useQuery(campaignQuery(usePathParam("id")));
  return <Loaded query={campaign}>{(found) => <Shown campaign={found} />}</Loaded>;
}

function Shown({ campaign }: { campaign: Campaign }) {
  const t = useProofTexts();
  const [address, change] = useAddress(ADDRESS);
  const now = Date.now();
  const run = runOf(campaign, now);
  const range = rangeOf(address, run, now);
  const { tab } = address;
  return (
    <>
      <Title campaign={campaign} range={range} />
      <RangeBar range={range} run={run} now={now} onChange={change} />
      <Tabs
        value={tab}
        onChange={(value) => change({ tab: TABS.find((one) => one === value) ?? "figures" })}
        keepMounted={false}
      >
        <Tabs.List mb="md" className={css["tabs"] ?? ""}>
          {TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`tab.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Boundary resetKey={tab}>
          <Tabs.Panel value="figures">
            <Overview campaign={campaign} range={range} />
          </Tabs.Panel>
          <Tabs.Panel value="records">
            <Records id={campaign.id} range={range} />
          </Tabs.Panel>
          <Tabs.Panel value="pictures">
            <Gallery id={campaign.id} range={range} />
          </Tabs.Panel>
        </Boundary>
      </Tabs>
    </>
  );
}

type Props = { campaign: Campaign; range: Range };

function Title({ campaign, range }: Props) {
  const t = useProofTexts();
  const language = useLanguage();
  const report = useQuery(reportQuery(campaign.id, range)).data;
  const days = [...new Set([range.from, range.to])].map((day) => formatDay(day, language));
  return (
    <PageTitle
      title={t("title", { campaign: campaign.name })}
      badge={
        report && (
          <Badge tone={report.status === "FINAL" ? "good" : "info"}>
            {t(`status.${report.status}`)}
          </Badge>
        )
      }
      subtitle={
        <>
          <Link to={paths.campaign(campaign.id)} className={css["back"] ?? ""}>
            {t("toCampaign")}
          </Link>
          {` · ${days.join(" – ")} (UTC)`}
          {report && (
            <>
              {` · ${t("asOf")} `}
              <Moment at={report.as_of} />
            </>
          )}
        </>
      }
      actions={<Downloads campaign={campaign} range={range} />}
    />
  );
}

function Overview({ campaign, range }: Props) {
  const report = useQuery(reportQuery(campaign.id, range));
  return (
    <Loaded query={report}>
      {(found) => (
        <div className={css["stack"]}>
          <Figures report={found} />
          <HoursPanels id={campaign.id} range={range} report={found} />
          <Places report={found} range={range} />
          <Rejected report={found} />
          <FinalReportPanel campaign={campaign} />
        </div>
      )}
    </Loaded>
  );
}
