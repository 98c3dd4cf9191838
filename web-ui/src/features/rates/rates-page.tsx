import { Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { useAddress } from "../../lib/route";
import { PageTitle } from "../../ui/page-title";
import { Boundary, Loaded } from "../../ui/states";
import { Announce } from "./announce";
import { Cards } from "./cards";
import { Factors } from "./factors";
import { Holidays } from "./holidays";
import { PeakHours } from "./peak-hours";
import { PriceTable } from "./price-table";
import { cardsQuery } from "./queries";
import css from "./rates.module.css";
import { useRateTexts } from "./texts";

const TABS = ["rates", "holidays"] as const;
const ADDRESS = z.object({ tab: z.enum(TABS).catch("rates") });

/** What a play costs: base rates over time, what multiplies them, when peak and holidays are. */
export function Page() {
  const t = useRateTexts();
  const cards = useQuery(cardsQuery);
  const [{ tab }, change] = useAddress(ADDRESS);
  const [newest] = cards.data?.items ?? [];
  return (
    <>
      <PageTitle
        title={t("title")}
        subtitle={t("subtitle")}
        actions={newest && tab === "rates" ? <Announce newest={newest} /> : undefined}
      />
      <Tabs
        value={tab}
        onChange={(value) => change({ tab: TABS.find((one) => one === value) ?? "rates" })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          {TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`tab.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Boundary resetKey={tab}>
          <Tabs.Panel value="rates">
            <Loaded query={cards}>
              {({ items, peak_hours, multipliers }) => (
                <div className={css["stack"]}>
                  <Cards cards={items} />
                  <PriceTable cards={items} multipliers={multipliers} />
                  <div className={css["halves"]}>
                    <PeakHours peak={peak_hours} />
                    <Factors multipliers={multipliers} />
                  </div>
                </div>
              )}
            </Loaded>
          </Tabs.Panel>
          <Tabs.Panel value="holidays">
            <Holidays />
          </Tabs.Panel>
        </Boundary>
      </Tabs>
    </>
  );
}
