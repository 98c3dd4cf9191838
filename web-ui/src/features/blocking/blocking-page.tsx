import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { campaignsQuery, type Store, storesQuery } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { fold } from "../../lib/fold";
import { OPERATOR } from "../../lib/roles";
import { addressText, useAddress } from "../../lib/route";
import { CountMark } from "../../ui/count-mark";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { AddRule } from "./add-rule";
import css from "./blocking.module.css";
import { Rules } from "./rule-list";
import { isOver } from "./rules";
import { useBlockingTexts } from "./texts";

const ADDRESS = z.object({ store: z.string().catch(""), q: addressText });

/** What stores do not show: store by store, with the campaigns that each rule keeps out. */
export function Page() {
  const t = useBlockingTexts();
  const stores = useQuery(storesQuery);
  return (
    <>
      <PageTitle title={t("title")} subtitle={t("subtitle")} />
      <Loaded
        query={stores}
        isEmpty={(all) => all.length === 0}
        empty={<Empty title={t("noStores")}>{t("noStoresText")}</Empty>}
      >
        {(all) => <Desk stores={all} />}
      </Loaded>
    </>
  );
}

function Desk({ stores }: { stores: readonly Store[] }) {
  const t = useBlockingTexts();
  const [{ store: chosen, q }, change] = useAddress(ADDRESS);
  const kept = useKeptOut();
  const sorted = stores.toSorted(
    (a, b) => (kept.get(b.id) ?? 0) - (kept.get(a.id) ?? 0) || a.name.localeCompare(b.name),
  );
  const shown = sorted.filter(({ name, region }) => fold(`${name} ${region}`).includes(fold(q)));
  const open = stores.find(({ id }) => id === chosen) ?? shown[0] ?? sorted[0];
  return (
    <div className={css["desk"]}>
      <Panel flush>
        <TextInput
          className={css["search"] ?? ""}
          leftSection={<IconSearch size={16} />}
          aria-label={t("search")}
          placeholder={t("search")}
          value={q}
          onChange={({ currentTarget }) => change({ q: currentTarget.value })}
        />
        <ul className={css["stores"]} aria-label={t("stores")}>
          {shown.map(({ id, name, region }) => (
            <li key={id}>
              <button
                type="button"
                className={css["store"]}
                aria-current={id === open?.id}
                onClick={() => change({ store: id })}
              >
                <span>
                  <b>{name}</b>
                  <span className={css["muted"]}>{region}</span>
                </span>
                <CountMark count={kept.get(id) ?? 0} />
              </button>
            </li>
          ))}
        </ul>
        {shown.length === 0 && <Empty title={t("noneFound")} />}
      </Panel>
      {open && (
        <div className={css["right"]}>
          <Rules key={open.id} store={open} />
          <AddRule key={`add ${open.id}`} store={open} stores={stores} />
        </div>
      )}
    </div>
  );
}

/** How many campaigns each store keeps out now; only the operator sees campaigns of all buyers. */
function useKeptOut(): ReadonlyMap<string, number> {
  const seesCampaigns = useHasRole(OPERATOR);
  const campaigns = useQuery({ ...campaignsQuery, enabled: seesCampaigns }).data ?? [];
  const counts = new Map<string, number>();
  const present = campaigns.filter((campaign) => !isOver(campaign));
  for (const { store_id } of present.flatMap(({ blocked_stores }) => blocked_stores)) {
    counts.set(store_id, (counts.get(store_id) ?? 0) + 1);
  }
  return counts;
}
