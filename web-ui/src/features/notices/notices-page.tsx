import { Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { z } from "zod";
import { useHasRole } from "../../api/session";
import { useAddress } from "../../lib/route";
import { PageTitle } from "../../ui/page-title";
import { Boundary } from "../../ui/states";
import { Deliveries } from "./deliveries";
import { Inbox, ReadAll } from "./inbox";
import css from "./notices.module.css";
import { Preferences } from "./preferences";
import { SEES_WEBHOOKS, unreadQuery } from "./queries";
import { useNoticeTexts } from "./texts";
import { Webhooks } from "./webhooks";

const TABS = ["inbox", "webhooks", "deliveries", "preferences"] as const;
type Tab = (typeof TABS)[number];
const ADDRESS = z.object({ tab: z.enum(TABS).catch("inbox") });
/** What one is told, and on which ways. */
export function Page() {
  const t = useNoticeTexts();
  const [{ tab }, change] = useAddress(ADDRESS);
  const seesWebhooks = useHasRole(SEES_WEBHOOKS);
  const unread = useQuery(unreadQuery).data?.unread;
  const tabs = TABS.filter((one) => one !== "webhooks" || seesWebhooks);
  const panels: Record<Tab, ReactNode> = {
    inbox: <Inbox />,
    webhooks: <Webhooks />,
    deliveries: <Deliveries />,
    preferences: <Preferences />,
  };
  return (
    <>
      <PageTitle
        title={t("title")}
        subtitle={unread !== undefined && t("unread", { count: unread })}
        actions={tab === "inbox" && <ReadAll unread={unread ?? 0} />}
      />
      <Tabs
        value={tab}
        onChange={(value) => change({ tab: TABS.find((one) => one === value) ?? "inbox" })}
        keepMounted={false}
      >
        <Tabs.List mb="md" className={css["tabs"] ?? ""}>
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(one)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Boundary resetKey={tab}>
          <Tabs.Panel value={tab}>{panels[tab]}</Tabs.Panel>
        </Boundary>
      </Tabs>
    </>
  );
}
