import { Tabs } from "@mantine/core";
import { z } from "zod";
import { useAddress } from "../../lib/route";
import { PageTitle } from "../../ui/page-title";
import { Boundary } from "../../ui/states";
import { People } from "./people";
import { useUserTexts } from "./texts";
import { Tokens } from "./tokens";

const TABS = ["people", "tokens"] as const;
const ADDRESS = z.object({ tab: z.enum(TABS).catch("people") });

/** Who may sign in, and which programs may call. */
export function Page() {
  const t = useUserTexts();
  const [{ tab }, change] = useAddress(ADDRESS);
  return (
    <>
      <PageTitle title={t("title")} subtitle={t("subtitle")} />
      <Tabs
        value={tab}
        onChange={(value) => change({ tab: value === "tokens" ? "tokens" : "people" })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(one)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Boundary resetKey={tab}>
          <Tabs.Panel value={tab}>{tab === "people" ? <People /> : <Tokens />}</Tabs.Panel>
        </Boundary>
      </Tabs>
    </>
  );
}
