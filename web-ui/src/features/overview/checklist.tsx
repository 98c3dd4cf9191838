import { IconChevronRight, IconCircle, IconCircleCheckFilled } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { advertisersQuery, campaignsQuery, devicesQuery, storesQuery } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { paths } from "../../lib/paths";
import { ADMINS } from "../../lib/roles";
import { Panel } from "../../ui/panel";
import css from "./overview.module.css";
import { fundsQuery } from "./queries";
import { useOverviewTexts } from "./texts";

const STEPS = ["store", "screen", "deposit", "campaign"] as const;

/** What an empty appliance needs before it can earn; gone with the first campaign. */
export function Checklist() {
  const t = useOverviewTexts();
  const mayAdd = useHasRole(ADMINS);
  const campaigns = useQuery(campaignsQuery).data;
  const isEmpty = mayAdd && campaigns?.length === 0;
  const stores = useQuery({ ...storesQuery, enabled: isEmpty }).data;
  const devices = useQuery({ ...devicesQuery, enabled: isEmpty }).data;
  const advertisers = useQuery({ ...advertisersQuery, enabled: isEmpty }).data;
  const funds = useQuery({ ...fundsQuery, enabled: isEmpty }).data;
  if (!isEmpty) return null;
  const isDone = {
    store: (stores?.length ?? 0) > 0,
    screen: (devices?.length ?? 0) > 0,
    deposit: funds === true,
    campaign: false,
  };
  const to = {
    store: paths.newStore,
    screen: paths.newDevice,
    // Without an advertiser there is no wallet that could take a deposit.
    deposit: advertisers?.length === 0 ? paths.advertisers : paths.wallets,
    campaign: paths.newCampaign,
  };
  return (
    <div className={css["checklist"]}>
      <Panel title={t("checklist")} flush>
        <ol className={css["steps"]}>
          {STEPS.map((step) => (
            <li key={step}>
              <Link to={to[step]} className={css["need"]}>
                {isDone[step] ? (
                  <IconCircleCheckFilled size={22} className={css["stepDone"]} />
                ) : (
                  <IconCircle size={22} className={css["stepOpen"]} />
                )}
                <span className={css["needText"]}>
                  <b>{t(`step.${step}`)}</b>
                  <span className={css["stepText"]}>
                    {isDone[step] ? t("stepDone") : t(`stepText.${step}`)}
                  </span>
                </span>
                <IconChevronRight size={16} />
              </Link>
            </li>
          ))}
        </ol>
      </Panel>
    </div>
  );
}
