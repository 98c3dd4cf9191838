import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { z } from "zod";
import { useAddress } from "../../lib/route";
import { Key, useKeys } from "../../ui/keys";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { QueueMoved, useQueue } from "../../ui/queue";
import { Empty, Loaded } from "../../ui/states";
import css from "./approvals.module.css";
import { DecisionBar, type DecisionHandle } from "./decision-bar";
import { Evidence } from "./evidence";
import type { Item, Kind } from "./items";
import { queueQuery, useLiveApprovals } from "./queries";
import { QueueList } from "./queue-list";
import { useApprovalTexts } from "./texts";

const SHOWN = ["all", "campaigns", "files", "money", "flags"] as const;
type Shown = (typeof SHOWN)[number];
const ADDRESS = z.object({ show: z.enum(SHOWN).catch("all") });

const KINDS: Record<Shown, readonly Kind[]> = {
  all: ["campaign", "asset", "increase", "credit", "flag"],
  campaigns: ["campaign"],
  files: ["asset"],
  money: ["increase", "credit"],
  flags: ["flag"],
};

/** What waits for a decision: the queue, what is known of one thing, the decision; by keyboard too. */
export function Page() {
  const t = useApprovalTexts();
  useLiveApprovals();
  const queue = useQuery(queueQuery);
  const [{ show }, change] = useAddress(ADDRESS);
  const count = (shown: Shown) =>
    queue.data?.filter(({ kind }) => KINDS[shown].includes(kind)).length ?? 0;
  return (
    <>
      <PageTitle
        title={t("title")}
        subtitle={queue.data && t("subtitle", { count: queue.data.length })}
        actions={
          <SegmentedControl
            className={css["filter"] ?? ""}
            value={show}
            onChange={(value) => change({ show: SHOWN.find((one) => one === value) ?? "all" })}
            data={SHOWN.map((value) => ({
              value,
              label: count(value) > 0 ? `${t(value)} · ${count(value)}` : t(value),
            }))}
          />
        }
      />
      <Loaded query={queue}>
        {(items) => (
          <Desk view={show} items={items.filter(({ kind }) => KINDS[show].includes(kind))} />
        )}
      </Loaded>
    </>
  );
}

function Desk({ items, view }: { items: readonly Item[]; view: string }) {
  const t = useApprovalTexts();
  const decision = useRef<DecisionHandle>(null);
  const keys = items.map(({ key }) => key);
  const { openKey, chosen, byKey, go, open: show, toggle, onDecided } = useQueue(keys, view);
  const open = items.find(({ key }) => key === openKey);
  const picked = items.filter(({ key }) => chosen.has(key));
  const subjects = picked.length > 0 ? picked : open ? [open] : [];
  useKeys([
    ["j", () => go(1)],
    ["k", () => go(-1)],
    ["x", () => byKey && open && toggle(open.key)],
    ["a", () => byKey && decision.current?.decide("approve")],
    ["r", () => byKey && decision.current?.decide("reject")],
    ["c", () => byKey && decision.current?.decide("changes")],
  ]);
  useEffect(() => {
    if (openKey === null) return;
    document.querySelector("[data-open=true]")?.scrollIntoView({ block: "nearest" });
  }, [openKey]);
  if (!open) {
    return (
      <Panel>
        <Empty title={t("empty")}>{t("emptyText")}</Empty>
      </Panel>
    );
  }
  return (
    <div className={css["desk"]}>
      <Panel flush>
        <QueueList
          items={items}
          openKey={open.key}
          chosen={chosen}
          onOpen={show}
          onToggle={toggle}
        />
        <p className={css["keys"]}>
          {["J", "K", "X", "A", "R", "C"].map((name) => (
            <Key key={name} name={name} />
          ))}{" "}
          {t("keysText")}
        </p>
      </Panel>
      <div className={css["right"]}>
        {!byKey && <QueueMoved />}
        <DecisionBar
          key={`decision ${subjects.map(({ key }) => key).join()}`}
          ref={decision}
          subjects={subjects}
          onDecided={onDecided}
        />
        <Evidence key={open.key} item={open} />
      </div>
    </div>
  );
}
