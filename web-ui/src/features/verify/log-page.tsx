import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { paths } from "../../lib/paths";
import { Figure } from "../../ui/figure";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Ago, Count } from "../../ui/values";
import { CheckpointTable } from "./checkpoint-table";
import { GrowthPanel } from "./growth-panel";
import { KeyPanel, NotePanel } from "./log-panels";
import { type Checkpoint, checkpointsQuery } from "./log-queries";
import { PlayForm } from "./play-form";
import { useVerifyTexts } from "./texts";
import css from "./verify.module.css";

/** The log of billed plays: its checkpoints, its key, how anybody checks it. */
export function Page() {
  const t = useVerifyTexts();
  const query = useQuery(checkpointsQuery);
  return (
    <>
      <PageTitle title={t("log.title")} subtitle={t("log.subtitle")} />
      <Loaded
        query={query}
        isEmpty={({ items }) => items.length === 0}
        empty={<Empty title={t("log.none")}>{t("log.noneText")}</Empty>}
      >
        {({ items, isAll }) => <Shown items={items} isAll={isAll} />}
      </Loaded>
    </>
  );
}

function Shown({ items, isAll }: { items: readonly Checkpoint[]; isAll: boolean }) {
  const newest = items.at(-1);
  if (!newest) return null;
  return (
    <div className={css["stack"]}>
      <Figures newest={newest} count={items.length} isAll={isAll} />
      <div className={css["halves"]}>
        <div className={css["stack"]}>
          <GrowthPanel items={items} />
          <VerifyPanel />
        </div>
        <div className={css["stack"]}>
          <NotePanel newest={newest} />
          <KeyPanel />
        </div>
      </div>
      <CheckpointTable items={items} />
      <ToolsPanel />
    </div>
  );
}

type FiguresProps = { newest: Checkpoint; count: number; isAll: boolean };

function Figures({ newest, count, isAll }: FiguresProps) {
  const t = useVerifyTexts();
  return (
    <Panel flush>
      <div className={css["figures"]}>
        <Figure
          label={t("log.leaves")}
          value={<Count value={newest.size} />}
          hint={t("log.leavesHint")}
        />
        <Figure label={t("log.newest")} value={<Ago at={newest.signed_at} />} />
        <Figure
          label={t("log.count")}
          value={<Count value={count} />}
          hint={isAll ? t("log.countHint") : t("log.countMost")}
        />
      </div>
    </Panel>
  );
}

/** The way to one play. */
function VerifyPanel() {
  const t = useVerifyTexts();
  const navigate = useNavigate();
  return (
    <Panel title={t("log.verify")}>
      <p className={css["muted"]}>{t("log.verifyText")}</p>
      <PlayForm
        label={t("log.playId")}
        onOpen={(play) => void navigate({ to: paths.verify, search: { play } as never })}
      />
    </Panel>
  );
}

function ToolsPanel() {
  const t = useVerifyTexts();
  return (
    <Panel title={t("log.tools")}>
      <p className={css["muted"]}>{t("log.toolsText")}</p>
      <pre className={css["code"]}>
        vetrina verify evidence.json --log-key log.vkey --checkpoint checkpoint.txt
      </pre>
    </Panel>
  );
}
