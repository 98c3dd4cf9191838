import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { z } from "zod";
import { useAddress } from "../../lib/route";
import { Key, useKeys } from "../../ui/keys";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { DecisionBar, type DecisionHandle } from "./decision-bar";
import { Evidence } from "./evidence";
import { queueQuery, type Review } from "./queries";
import { QueueList } from "./queue-list";
import css from "./reviews.module.css";
import { useReviewTexts } from "./texts";

const SHOWN = ["all", "person", "timer"] as const;
const ADDRESS = z.object({ show: z.enum(SHOWN).catch("all") });

/** Plays that wait: the list, the evidence of one of them, the decision; all by keyboard too. */
export function Page() {
  const t = useReviewTexts();
  const queue = useQuery(queueQuery);
  const [{ show }, change] = useAddress(ADDRESS);
  return (
    <>
      <PageTitle
        title={t("title")}
        subtitle={queue.data && t("subtitle", { count: queue.data.length })}
        actions={
          <SegmentedControl
            value={show}
            onChange={(value) => change({ show: SHOWN.find((one) => one === value) ?? "all" })}
            data={SHOWN.map((value) => ({ value, label: t(value) }))}
          />
        }
      />
      <Loaded query={queue}>
        {(rows) => (
          <Desk
            rows={rows.filter(
              ({ needs_person }) => show === "all" || needs_person === (show === "person"),
            )}
          />
        )}
      </Loaded>
    </>
  );
}

function Desk({ rows }: { rows: readonly Review[] }) {
  const t = useReviewTexts();
  const [openId, setOpenId] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const decision = useRef<DecisionHandle>(null);
  const at = Math.max(
    0,
    rows.findIndex(({ impression_id }) => impression_id === openId),
  );
  const open = rows[at];
  const picked = rows.filter(({ impression_id }) => chosen.has(impression_id));
  const subjects = picked.length > 0 ? picked : open ? [open] : [];
  const go = (by: number) => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next) setOpenId(next.impression_id);
  };
  const toggle = (id: string) =>
    setChosen((before) => (before.has(id) ? without(before, id) : new Set([...before, id])));
  useKeys([
    ["j", () => go(1)],
    ["k", () => go(-1)],
    ["x", () => open && toggle(open.impression_id)],
    ["a", () => decision.current?.approve()],
    ["r", () => decision.current?.reject()],
  ]);
  useEffect(() => {
    document.querySelector("[data-open=true]")?.scrollIntoView({ block: "nearest" });
  });
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
          rows={rows}
          openId={open.impression_id}
          chosen={chosen}
          onOpen={setOpenId}
          onToggle={toggle}
        />
        <p className={css["keys"]}>
          <Key name="J" /> <Key name="K" /> <Key name="X" /> <Key name="A" /> <Key name="R" />{" "}
          {t("keysText")}
        </p>
      </Panel>
      <div className={css["right"]}>
        <DecisionBar ref={decision} subjects={subjects} onDecided={() => setChosen(new Set())} />
        <Evidence key={open.impression_id} review={open} />
      </div>
    </div>
  );
}

function without(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const rest = new Set(set);
  rest.delete(id);
  return rest;
}
