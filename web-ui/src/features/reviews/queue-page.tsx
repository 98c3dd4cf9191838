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
            view={show}
            rows={rows.filter(
              ({ needs_person }) => show === "all" || needs_person === (show === "person"),
            )}
          />
        )}
      </Loaded>
    </>
  );
}

function Desk({ rows, view }: { rows: readonly Review[]; view: string }) {
  const t = useReviewTexts();
  const decision = useRef<DecisionHandle>(null);
  const ids = rows.map(({ impression_id }) => impression_id);
  const { openKey, chosen, byKey, go, open: show, toggle, onDecided } = useQueue(ids, view);
  const open = rows.find(({ impression_id }) => impression_id === openKey);
  const picked = rows.filter(({ impression_id }) => chosen.has(impression_id));
  const subjects = picked.length > 0 ? picked : open ? [open] : [];
  useKeys([
    ["j", () => go(1)],
    ["k", () => go(-1)],
    ["x", () => byKey && open && toggle(open.impression_id)],
    ["a", () => byKey && decision.current?.approve()],
    ["r", () => byKey && decision.current?.reject()],
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
          rows={rows}
          openId={open.impression_id}
          chosen={chosen}
          onOpen={show}
          onToggle={toggle}
        />
        <p className={css["keys"]}>
          <Key name="J" /> <Key name="K" /> <Key name="X" /> <Key name="A" /> <Key name="R" />{" "}
          {t("keysText")}
        </p>
      </Panel>
      <div className={css["right"]}>
        {!byKey && <QueueMoved />}
        <DecisionBar
          key={`decision ${subjects.map(({ impression_id }) => impression_id).join()}`}
          ref={decision}
          subjects={subjects}
          onDecided={onDecided}
        />
        <Evidence key={open.impression_id} review={open} />
      </div>
    </div>
  );
}
