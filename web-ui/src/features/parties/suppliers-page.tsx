import { useQuery } from "@tanstack/react-query";
import { devicesQuery, storesQuery, suppliersQuery, useIsCut } from "../../api/catalog";
import { paths } from "../../lib/paths";
import { Badge } from "../../ui/badge";
import { PageTitle } from "../../ui/page-title";
import { Incomplete, Loaded } from "../../ui/states";
import { Count } from "../../ui/values";
import { NewParty } from "./new-party";
import { PartyList } from "./party-list";
import { usePartyTexts } from "./texts";

/** All suppliers: how each stands, its stores and screens, its flag. */
export function Page() {
  const t = usePartyTexts();
  const suppliers = useQuery(suppliersQuery);
  const stores = useQuery(storesQuery).data ?? [];
  const devices = useQuery(devicesQuery).data ?? [];
  const cuts = [useIsCut(suppliersQuery), useIsCut(storesQuery), useIsCut(devicesQuery)];
  const isCut = cuts.includes(true);
  const own = (id: string) => stores.filter(({ supplier_id }) => supplier_id === id);
  const screens = (id: string) => {
    const ids = new Set(own(id).map((store) => store.id));
    return devices.filter(({ store_id, status }) => status === "ACTIVE" && ids.has(store_id ?? ""));
  };
  return (
    <>
      <PageTitle title={t("suppliers")} actions={<NewParty kind="suppliers" />} />
      <Loaded query={suppliers}>
        {(rows) => (
          <PartyList
            label={t("suppliers")}
            rows={rows}
            to={paths.supplier}
            columns={[
              {
                id: "flag",
                title: t("chargebacks"),
                compare: (a, b) =>
                  Number(a.chargeback_flag?.rate_percent ?? 0) -
                  Number(b.chargeback_flag?.rate_percent ?? 0),
                cell: ({ chargeback_flag: flag }) =>
                  flag ? (
                    <Badge tone="bad">{t("flagShort", { percent: flag.rate_percent })}</Badge>
                  ) : (
                    t("noFlag")
                  ),
              },
              {
                id: "stores",
                title: t("stores"),
                align: "right",
                compare: (a, b) => own(a.id).length - own(b.id).length,
                cell: ({ id }) => <Count value={own(id).length} />,
              },
              {
                id: "screens",
                title: t("screensOn"),
                align: "right",
                compare: (a, b) => screens(a.id).length - screens(b.id).length,
                cell: ({ id }) => {
                  const all = screens(id);
                  return (
                    // One piece, since a card of a phone moves pieces apart.
                    <span>
                      <Count value={all.filter(({ online }) => online).length} /> /{" "}
                      <Count value={all.length} />
                    </span>
                  );
                },
              },
            ]}
          />
        )}
      </Loaded>
      <Incomplete when={isCut} />
    </>
  );
}
