import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { campaignsQuery, devicesQuery, rowsOf } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { formatExact, zoneName } from "../../lib/dates";
import { paths } from "../../lib/paths";
import { OPERATOR } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { type Column, DataTable } from "../../ui/data-table";
import { Empty, Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import { Money } from "../../ui/values";
import css from "./places.module.css";
import { usePlaceTexts } from "./texts";
import { newestPlaysQuery, type Play, type Where } from "./voice";

/** What was played here last, newest first, refused plays too. */
export function NewestPlays({ where, zone }: { where: Where; zone: string }) {
  const t = usePlaceTexts();
  const query = useInfiniteQuery(newestPlaysQuery(where));
  const columns = useColumns(where, zone);
  const navigate = useNavigate();
  const more = query.hasNextPage ? () => void query.fetchNextPage() : null;
  return (
    <Loaded
      query={query}
      isEmpty={(data) => rowsOf(data).length === 0}
      empty={
        <Empty title={t(more ? "noneLately" : "noneEver")}>
          {more ? (
            <Button variant="default" loading={query.isFetchingNextPage} onClick={more}>
              {t("lookBack")}
            </Button>
          ) : (
            t("noPlaysText")
          )}
        </Empty>
      }
    >
      {(data) => (
        <DataTable
          label={t("newest")}
          columns={columns}
          rows={rowsOf(data)}
          rowKey={(play) => play.id}
          onOpen={(play) => void navigate({ to: paths.impression(play.id) })}
          more={more}
          isLoadingMore={query.isFetchingNextPage}
        />
      )}
    </Loaded>
  );
}

function useColumns(where: Where, zone: string): Column<Play>[] {
  const t = usePlaceTexts();
  const words = useWords();
  const language = useLanguage();
  const isOperator = useHasRole(OPERATOR);
  const isStore = "store" in where;
  const campaigns = useQuery({ ...campaignsQuery, enabled: isOperator }).data;
  const devices = useQuery({ ...devicesQuery, enabled: isStore }).data;
  return useMemo(() => {
    const campaign = new Map(campaigns?.map(({ id, name }) => [id, name]));
    const device = new Map(devices?.map(({ id, name }) => [id, name]));
    const why = ({ rejection_reason, flags }: Play) =>
      rejection_reason
        ? words("Rejection", rejection_reason)
        : flags.map((flag) => words("Flag", flag)).join(", ");
    const all: (Column<Play> | false)[] = [
      {
        id: "when",
        title: `${t("ended")} (${zoneName(zone)})`,
        cell: ({ played_at }) => (
          <time dateTime={played_at} title={played_at}>
            {formatExact(played_at, language, zone)}
          </time>
        ),
      },
      {
        id: "status",
        title: t("status"),
        cell: ({ status }) => <Status kind="PlayStatus" word={status} />,
      },
      isStore && {
        id: "screen",
        title: t("screen"),
        cell: ({ device_id }) => device.get(device_id ?? "") ?? "–",
      },
      isOperator && {
        id: "campaign",
        title: t("campaign"),
        cell: ({ campaign_id }) => (
          <span className={css["rowText"]}>{campaign.get(campaign_id) ?? "–"}</span>
        ),
      },
      {
        id: "seconds",
        wide: true,
        title: t("seconds"),
        align: "right",
        cell: (play) => `${play.duration_actual} / ${play.duration_expected} s`,
      },
      isOperator
        ? {
            id: "cost",
            title: t("cost"),
            align: "right",
            cell: ({ cost }) => <Money amount={cost} />,
          }
        : {
            id: "earned",
            title: t("earned"),
            align: "right",
            cell: ({ supplier_revenue }) => <Money amount={supplier_revenue} />,
          },
      {
        id: "why",
        wide: true,
        title: t("remarks"),
        cell: (play) => <span className={css["muted"]}>{why(play)}</span>,
      },
    ];
    return all.filter((column) => column !== false);
  }, [t, words, language, zone, isOperator, isStore, campaigns, devices]);
}
