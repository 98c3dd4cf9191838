import { Checkbox } from "@mantine/core";
import { useMemo } from "react";
import { compare } from "../../lib/decimal";
import { useWords } from "../../lib/words";
import { type Column, DataTable } from "../../ui/data-table";
import { Panel } from "../../ui/panel";
import { Status } from "../../ui/status";
import { Moment, Money } from "../../ui/values";
import css from "./disputes.module.css";
import { type Dispute, type DisputedPlay, useNames } from "./queries";
import { useDisputeTexts } from "./texts";

type Props = {
  dispute: Dispute;
  openId: string | null;
  /** Plays that a chargeback leaves out. */
  left: ReadonlySet<string>;
  onOpen: (id: string) => void;
  onToggle: (id: string) => void;
};

/** The plays of a dispute with what the evidence speaks for; one of them is open below. */
export function PlaysPanel({ dispute, openId, left, onOpen, onToggle }: Props) {
  const t = useDisputeTexts();
  const words = useWords();
  const names = useNames();
  const isOpen = dispute.resolution === null || dispute.resolution === undefined;
  const columns = useMemo<Column<DisputedPlay>[]>(
    () => [
      {
        id: "at",
        title: t("played"),
        compare: (a, b) => a.played_at.localeCompare(b.played_at),
        cell: (row) => {
          const zone = names.stores.find(({ id }) => id === row.store_id)?.timezone;
          return (
            <span className={css["playAt"]}>
              {isOpen && (
                <Checkbox
                  size="xs"
                  checked={!left.has(row.impression_id)}
                  onChange={() => onToggle(row.impression_id)}
                  onClick={(event) => event.stopPropagation()}
                  aria-label={t("include", { play: row.impression_id })}
                />
              )}
              <Moment at={row.played_at} {...(zone && { zone })} />
            </span>
          );
        },
      },
      {
        id: "where",
        title: t("store"),
        cell: (row) => (
          <div className={css["cell"]}>
            <span>{names.store(row.store_id) ?? "–"}</span>
            <span className={css["muted"]}>{names.device(row.device_id)}</span>
          </div>
        ),
      },
      {
        id: "advice",
        title: t("advice"),
        compare: (a, b) => a.recommendation.outcome.localeCompare(b.recommendation.outcome),
        cell: ({ outcome, recommendation }) =>
          outcome ? (
            <Status kind="DisputeOutcome" word={outcome} />
          ) : (
            <div className={css["cell"]}>
              <Status kind="Advice" word={recommendation.outcome} />
              {recommendation.reason && (
                <span className={css["muted"]}>
                  {words("ChargebackReason", recommendation.reason)}
                </span>
              )}
            </div>
          ),
      },
      {
        id: "cost",
        title: t("cost"),
        align: "right",
        compare: (a, b) => compare(a.cost, b.cost),
        cell: (row) => <Money amount={row.cost} />,
      },
    ],
    [t, words, names, isOpen, left, onToggle],
  );
  return (
    <Panel
      flush
      title={t("playsOf", { count: dispute.plays.length })}
      aside={
        left.size > 0 && <span className={css["muted"]}>{t("leftOut", { count: left.size })}</span>
      }
    >
      <div className={css["plays"]}>
        <DataTable
          label={t("plays")}
          columns={columns}
          rows={dispute.plays}
          rowKey={({ impression_id }) => impression_id}
          chosen={openId}
          onOpen={({ impression_id }) => onOpen(impression_id)}
        />
      </div>
    </Panel>
  );
}
