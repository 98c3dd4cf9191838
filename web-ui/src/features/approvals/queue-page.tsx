import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { z } from "zod";
import { useAddress } from "../../lib/route";
import { Key, useKeys } from "../../ui/keys";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
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
        {(items) => <Desk items={items.filter(({ kind }) => KINDS[show].includes(kind))} />}
      </Loaded>
    </>
  );
}

function Desk({ items }: { items: readonly Item[] }) {
  const t = useApprovalTexts();
  const [openKey, setOpenKey] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const decision = useRef<DecisionHandle>(null);
  const at = Math.max(
    0,
    items.findIndex(({ key }) => key === openKey),
  );
  const open = items[at];
  const picked = items.filter(({ key }) => chosen.has(key));
  const subjects = picked.length > 0 ? picked : open ? [open] : [];
  const go = (by: number) => {
    const next = items[Math.min(items.length - 1, Math.max(0, at + by))];
    if (next) setOpenKey(next.key);
  };
  const toggle = (key: string) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  useKeys([
    ["j", () => go(1)],
    ["k", () => go(-1)],
    ["x", () => open && toggle(open.key)],
    ["a", () => decision.current?.decide("approve")],
    ["r", () => decision.current?.decide("reject")],
    ["c", () => decision.current?.decide("changes")],
  ]);
  const inSight = open?.key;
  useEffect(() => {
    if (inSight === undefined) return;
    document.querySelector("[data-open=true]")?.scrollIntoView({ block: "nearest" });
  }, [inSight]);
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
          onOpen={setOpenKey}
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
        <DecisionBar
          key={`decision ${subjects.map(({ key }) => key).join()}`}
          ref={decision}
          subjects={subjects}
          onDecided={() => setChosen(new Set())}
        />
        <Evidence key={open.key} item={open} />
      </div>
    </div>
  );
}
