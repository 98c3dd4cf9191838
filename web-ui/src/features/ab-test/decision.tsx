import { Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import type { Campaign } from "../../api/catalog";
import { Problem } from "../../api/problem";
import { useHasRole } from "../../api/session";
import { BUYERS } from "../../lib/roles";
import { Action, ConfirmedAction } from "../../ui/action";
import { Badge } from "../../ui/badge";
import { Panel } from "../../ui/panel";
import { useUiTexts } from "../../ui/texts";
import type { Tone } from "../../ui/tone";
import css from "./ab-test.module.css";
import { type Report, useDeed } from "./queries";
import { useAbTexts } from "./texts";

type Props = { campaign: Campaign; report: Report; onAgain: (() => void) | null };

const TRUST: Record<Report["recommendation"]["confidence"], Tone> = {
  HIGH: "good",
  MEDIUM: "info",
  LOW: "wait",
};

/** What the figures say in a sentence, and what a person can do about it. */
export function Decision({ campaign, report, onAgain }: Props) {
  const t = useAbTexts();
  const mayDecide = useHasRole(BUYERS);
  const deed = useDeed(campaign.id);
  const { recommendation } = report;
  const can = (option: string) => recommendation.options.includes(option);
  const problem = deed.error instanceof Problem ? deed.error : null;
  return (
    <Panel>
      <div className={css["decision"]}>
        <div>
          <Group gap="xs" mb={4}>
            <strong>{sentenceOf(t, report)}</strong>
            <Badge tone={TRUST[recommendation.confidence]}>
              {t(`confidence.${recommendation.confidence}`)}
            </Badge>
          </Group>
          {report.status === "RUNNING" && (
            <Text size="sm" c="dimmed">
              {report.auto_winner ? t("autoText") : t("handText")}
            </Text>
          )}
        </div>
        {mayDecide && (
          <Group gap="xs">
            {can("CHOOSE_WINNER") && <Choose report={report} deed={deed} />}
            {can("EXTEND") && <Extend report={report} deed={deed} />}
            {can("END_WITHOUT_WINNER") && (
              <ConfirmedAction
                variant="default"
                title={t("endTitle")}
                text={t("endText")}
                deed={t("end")}
                onConfirm={() => deed.mutate({ deed: "winner", variant: null })}
              >
                {t("end")}
              </ConfirmedAction>
            )}
            {can("CANCEL") && (
              <ConfirmedAction
                variant="default"
                color="red"
                title={t("cancelTitle")}
                text={t("cancelText", { plays: report.total_impressions })}
                deed={t("cancel")}
                onConfirm={() => deed.mutate({ deed: "cancel" })}
              >
                {t("cancel")}
              </ConfirmedAction>
            )}
            {onAgain && <Action onClick={onAgain}>{t("again")}</Action>}
          </Group>
        )}
      </div>
      {problem && (
        <p className={css["bad"]} role="alert">
          {problem.message}
        </p>
      )}
    </Panel>
  );
}

/** The report's reasoning in the words of the language that is on. */
function sentenceOf(t: ReturnType<typeof useAbTexts>, report: Report): string {
  const { winner } = report.recommendation;
  if (report.outcome) return t(`outcome.${report.outcome}`, { winner: winner ?? "–" });
  if (winner) return t("leads", { winner });
  return report.statistical_analysis.sample_size_adequate ? t("noDifference") : t("tooFew");
}

type DeedProps = { report: Report; deed: ReturnType<typeof useDeed> };

function Choose({ report, deed }: DeedProps) {
  const t = useAbTexts();
  const ui = useUiTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  const playing = report.variants.filter(({ removed_at }) => !removed_at);
  const first = report.recommendation.winner ?? playing[0]?.variant_id ?? null;
  const [chosen, setChosen] = useState<string | null>(first);
  const send = () => {
    close();
    if (chosen) deed.mutate({ deed: "winner", variant: chosen });
  };
  return (
    <>
      <Action loading={deed.isPending} onClick={open}>
        {t("choose")}
      </Action>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t("chooseTitle")}
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        <Stack>
          <Text size="sm">{t("chooseText")}</Text>
          <Select
            label={t("variant")}
            allowDeselect={false}
            data={playing.map(({ variant_id, name }) => ({
              value: variant_id,
              label: `${variant_id} · ${name}`,
            }))}
            value={chosen}
            onChange={setChosen}
          />
          <Action onClick={send}>{t("chooseDeed", { variant: chosen ?? "" })}</Action>
        </Stack>
      </Modal>
    </>
  );
}

function Extend({ report, deed }: DeedProps) {
  const t = useAbTexts();
  const ui = useUiTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  const [until, setUntil] = useState("");
  const earliest = report.planned_end.slice(0, 10);
  const why = until === "" || until <= earliest ? t("laterThan", { day: earliest }) : null;
  const send = () => {
    close();
    deed.mutate({ deed: "extend", until });
  };
  return (
    <>
      <Action variant="default" onClick={open}>
        {t("extend")}
      </Action>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t("extendTitle")}
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        <Stack>
          <TextInput
            type="date"
            label={t("until")}
            description={t("untilHint")}
            min={earliest}
            value={until}
            onChange={({ currentTarget }) => setUntil(currentTarget.value)}
          />
          <Action why={why} onClick={send}>
            {t("extend")}
          </Action>
        </Stack>
      </Modal>
    </>
  );
}
