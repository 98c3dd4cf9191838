import { SegmentedControl } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { z } from "zod";
import { rowsOf } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { EVERYBODY } from "../../lib/roles";
import { useAddress } from "../../lib/route";
import { Action } from "../../ui/action";
import { Badge } from "../../ui/badge";
import { type Column, DataTable } from "../../ui/data-table";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import type { Tone } from "../../ui/tone";
import { Ago } from "../../ui/values";
import css from "./notices.module.css";
import {
  type Delivery,
  type DeliveryStatus,
  deliveriesQuery,
  SEES_WEBHOOKS,
  useRetry,
  webhooksQuery,
} from "./queries";
import { useNoticeTexts } from "./texts";

const SHOWN = ["ALL", "PENDING", "DELIVERED", "DEAD"] as const;
const ADDRESS = z.object({ status: z.enum(SHOWN).catch("ALL") });
const TONES: Record<DeliveryStatus, Tone> = { PENDING: "wait", DELIVERED: "good", DEAD: "bad" };
const RETRIERS = EVERYBODY.filter((role) => role !== "REVIEWER" && role !== "AUDITOR");

/** Mails and calls: what arrived, what waits, what was given up. */
export function Deliveries() {
  const t = useNoticeTexts();
  const [{ status }, change] = useAddress(ADDRESS);
  const query = useInfiniteQuery(deliveriesQuery(status === "ALL" ? "" : status));
  const columns = useColumns();
  return (
    <>
      <div className={css["filters"]}>
        <SegmentedControl
          aria-label={t("state")}
          value={status}
          onChange={(value) => change({ status: SHOWN.find((one) => one === value) ?? "ALL" })}
          data={SHOWN.map((value) => ({ value, label: t(`deliveries.${value}`) }))}
        />
      </div>
      <Panel flush>
        <Loaded
          query={query}
          isEmpty={(data) => rowsOf(data).length === 0}
          empty={<Empty title={t("noDeliveries")}>{t("noDeliveriesText")}</Empty>}
        >
          {(data) => (
            <DataTable
              label={t("deliveries")}
              columns={columns}
              rows={rowsOf(data)}
              rowKey={(row) => row.id}
              more={query.hasNextPage ? () => void query.fetchNextPage() : null}
              isLoadingMore={query.isFetchingNextPage}
            />
          )}
        </Loaded>
      </Panel>
    </>
  );
}

function useColumns(): Column<Delivery>[] {
  const t = useNoticeTexts();
  const seesWebhooks = useHasRole(SEES_WEBHOOKS);
  const hooks = useQuery({ ...webhooksQuery, enabled: seesWebhooks }).data;
  return useMemo(() => {
    const urls = new Map(hooks?.map(({ id, url }) => [id, url]));
    return [
      {
        id: "to",
        title: t("to"),
        cell: (row) => (
          <span className={`${css["text"]} ${css["to"]}`}>
            <span className={css["url"]}>
              {row.to ?? urls.get(row.webhook_id ?? "") ?? t("webhook")}
            </span>
            <span className={css["muted"]}>{row.code}</span>
          </span>
        ),
      },
      {
        id: "state",
        title: t("state"),
        cell: (row) => <Badge tone={TONES[row.status]}>{t(`deliveries.${row.status}`)}</Badge>,
      },
      {
        id: "made",
        title: t("made"),
        cell: (row) => (
          <span className={css["ago"]}>
            <Ago at={row.created_at} />
          </span>
        ),
      },
      {
        id: "attempts",
        title: t("attempts"),
        align: "right",
        cell: (row) => row.attempts,
      },
      {
        id: "error",
        title: t("lastError"),
        cell: (row) => (
          <span className={css["muted"]}>
            {row.last_error ?? "–"}
            {row.next_attempt_at && (
              <>
                {" · "}
                {t("next")} <Ago at={row.next_attempt_at} />
              </>
            )}
          </span>
        ),
      },
      {
        id: "retry",
        title: "",
        align: "right",
        cell: (row) => (row.status === "DEAD" ? <Retry row={row} /> : null),
      },
    ];
  }, [t, hooks]);
}

function Retry({ row }: { row: Delivery }) {
  const t = useNoticeTexts();
  const retry = useRetry();
  const mayRetry = useHasRole(RETRIERS);
  return (
    <Action
      size="compact-sm"
      variant="default"
      loading={retry.isPending}
      why={mayRetry ? null : t("whyNotYours")}
      onClick={() => retry.mutate(row.seq)}
    >
      {t("retry")}
    </Action>
  );
}
