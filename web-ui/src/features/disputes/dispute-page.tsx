import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { usePerson } from "../../api/session";
import { formatDay } from "../../lib/dates";
import { paths } from "../../lib/paths";
import { usePathParam } from "../../lib/route";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Key, useKeys } from "../../ui/keys";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import { Money } from "../../ui/values";
import { dayEvidence, playEvidence } from "./bundle";
import { DayPanels } from "./day-panels";
import { DecisionPanel, type DeskHandle } from "./decision";
import css from "./disputes.module.css";
import { Evidence } from "./evidence";
import { MembersPanel } from "./members";
import { OutcomePanel } from "./outcome";
import { PlaysPanel } from "./plays-panel";
import {
  type Dispute,
  disputeQuery,
  evidenceQuery,
  queueQuery,
  useLiveDisputes,
  useNames,
  zipOf,
} from "./queries";
import { Steps } from "./steps";
import { useDisputeTexts } from "./texts";
import { Withdraw } from "./withdraw";

/** One dispute: what is said, the evidence side by side, the decision with its money. */
export function Page() {
  useLiveDisputes();
  const id = usePathParam("id");
  const dispute = useQuery(disputeQuery(id));
  return <Loaded query={dispute}>{(found) => <Desk key={found.id} dispute={found} />}</Loaded>;
}

function Desk({ dispute }: { dispute: Dispute }) {
  const t = useDisputeTexts();
  const { role } = usePerson();
  const names = useNames();
  const words = useWords();
  const language = useLanguage();
  const evidence = useQuery(evidenceQuery(dispute));
  const [openId, setOpenId] = useState(dispute.plays[0]?.impression_id ?? null);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const decision = useRef<DeskHandle>(null);
  const go = useNeighbours(dispute.id);
  const at = dispute.plays.findIndex(({ impression_id }) => impression_id === openId);
  const play = dispute.plays[at] ?? dispute.plays[0];
  const step = (by: number) => {
    const next = dispute.plays[Math.min(dispute.plays.length - 1, Math.max(0, at + by))];
    if (next) setOpenId(next.impression_id);
  };
  const toggle = (id: string) =>
    setLeft((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  useKeys([
    ["j", () => go(1)],
    ["k", () => go(-1)],
    ["n", () => step(1)],
    ["p", () => step(-1)],
    ["x", () => play && toggle(play.impression_id)],
    ["i", () => decision.current?.investigate()],
    ["c", () => decision.current?.chargeBack()],
    ["r", () => decision.current?.reject()],
  ]);
  const isOperator = role !== "ADVERTISER" && role !== "SUPPLIER";
  const day = dispute.date ? formatDay(dispute.date, language) : null;
  const who = names.advertiser(dispute.advertiser_id);
  const chosen = dispute.plays.filter(({ impression_id }) => !left.has(impression_id));
  return (
    <>
      <PageTitle
        title={words("DisputeKind", dispute.type)}
        badge={<Status kind="DisputeStatus" word={dispute.status} />}
        subtitle={[names.campaign(dispute.campaign_id), who, day].filter(Boolean).join(" · ")}
        actions={
          <>
            <Button
              component="a"
              href={zipOf(dispute.id)}
              download
              variant="default"
              leftSection={<IconDownload size={16} />}
            >
              {t("zip")}
            </Button>
            <Withdraw dispute={dispute} />
          </>
        }
      />
      <div className={css["desk"]}>
        <div className={css["column"]}>
          <Panel>
            <Steps dispute={dispute} />
            <p className={css["reason"]}>{dispute.reason}</p>
            <p className={css["muted"]}>
              {t("asksFor", { evidence: t(`asks.${dispute.type}`) })}
              {dispute.impressions > 0 && (
                <>
                  {" · "}
                  {t("playsCost", { count: dispute.impressions })} <Money amount={dispute.amount} />
                </>
              )}
            </p>
          </Panel>
          {dispute.plays.length > 0 && (
            <PlaysPanel
              dispute={dispute}
              openId={play?.impression_id ?? null}
              left={left}
              onOpen={setOpenId}
              onToggle={toggle}
            />
          )}
          <Loaded query={evidence}>
            {(bundle) => (
              <>
                {dispute.date && <DayPanels cause={dispute.cause} facts={dayEvidence(bundle)} />}
                {play && (
                  <Evidence
                    key={play.impression_id}
                    play={play}
                    evidence={playEvidence(bundle, play.impression_id)}
                  />
                )}
                <MembersPanel bundle={bundle} disputeId={dispute.id} />
              </>
            )}
          </Loaded>
        </div>
        <div className={css["side"]}>
          {dispute.resolution ? (
            <OutcomePanel dispute={dispute} end={dispute.resolution} />
          ) : (
            <DecisionPanel
              ref={decision}
              dispute={dispute}
              chosen={chosen}
              bundle={evidence.data ?? null}
            />
          )}
          {isOperator && <KeysPanel />}
        </div>
      </div>
    </>
  );
}

function KeysPanel() {
  const t = useDisputeTexts();
  const waiting = useQuery(queueQuery).data?.items.length ?? 0;
  const rows = [
    [["J", "K"], t("key.queue")],
    [["N", "P"], t("key.play")],
    [["X"], t("key.toggle")],
    [["I"], t("key.investigate")],
    [["C", "R"], t("key.decide")],
  ] as const;
  return (
    <Panel
      title={t("keys")}
      aside={<span className={css["muted"]}>{t("waiting", { count: waiting })}</span>}
    >
      <dl className={css["keyList"]}>
        {rows.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((name) => (
                <Key key={name} name={name} />
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

/** Goes to the dispute before or after this one in the order of the queue. */
function useNeighbours(id: string): (by: number) => void {
  const navigate = useNavigate();
  const rows = useQuery(queueQuery).data?.items.toReversed() ?? [];
  return (by) => {
    const at = rows.findIndex((row) => row.id === id);
    const next = at < 0 ? rows[0] : rows[at + by];
    if (next) void navigate({ to: paths.dispute(next.id) });
  };
}
