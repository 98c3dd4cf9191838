import { Textarea } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { z } from "zod";
import { download } from "../../api/download";
import type { Bytes } from "../../lib/bytes";
import { addressText, useAddress } from "../../lib/route";
import { Action } from "../../ui/action";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Loading, ProblemState } from "../../ui/states";
import { toneClass } from "../../ui/tone";
import { canVerify, type Verdict, verify } from "./check/verify";
import { DropZone } from "./drop-zone";
import { Result } from "./result";
import { useVerifyTexts } from "./texts";
import { type Given, readTrust, sizeOf } from "./trust";
import css from "./verify.module.css";

const ADDRESS = z.object({ play: addressText });

/** A file that is checked: from a disk, or the evidence of a play of this appliance. */
type Source = { name: string; bytes: Bytes } | { play: string };
type Checked = { name: string; verdict: Verdict } | { wrong: "logKey" };

/** Checks an evidence file here in the browser: nothing of it is sent anywhere. */
export function Page() {
  const t = useVerifyTexts();
  const [{ play }, change] = useAddress(ADDRESS);
  const [source, setSource] = useState<Source | null>(play ? { play } : null);
  const [given, setGiven] = useState<Given>({ logKey: "", checkpoint: "" });
  const check = useCheck();
  const run = (from: Source) => {
    setSource(from);
    check.mutate({ source: from, given });
  };
  const start = useEffectEvent(() => {
    if (source) run(source);
  });
  useEffect(() => start(), []);
  const checked = check.data;
  const isWrong = checked !== undefined && "wrong" in checked;
  return (
    <>
      <PageTitle title={t("title")} subtitle={t("subtitle")} />
      {!canVerify() && (
        <div className={`${css["note"]} ${toneClass("wait")}`} role="alert">
          {t("noCrypto")}
        </div>
      )}
      <div className={css["desk"]}>
        <div className={css["stack"]}>
          <Panel title={t("file")}>
            <DropZone
              play={source && "play" in source ? source.play : ""}
              onFile={(name, bytes) => {
                change({ play: "" });
                run({ name, bytes });
              }}
              onPlay={(id) => {
                change({ play: id });
                run({ play: id });
              }}
            />
          </Panel>
          <Panel title={t("trust")}>
            <TrustForm given={given} isWrong={isWrong} onChange={setGiven} />
            <Action
              mt="md"
              leftSection={<IconShieldCheck size={16} />}
              why={source === null ? t("chooseFirst") : null}
              loading={check.isPending}
              onClick={() => source && run(source)}
            >
              {t("checkAgain")}
            </Action>
          </Panel>
        </div>
        <div className={css["stack"]} aria-live="polite">
          {check.isPending && (
            <Panel>
              <Loading lines={8} />
            </Panel>
          )}
          {check.error && (
            <Panel>
              <ProblemState problem={check.error} retry={() => source && run(source)} />
            </Panel>
          )}
          {checked && "verdict" in checked && !check.isPending && (
            <Result name={checked.name} verdict={checked.verdict} />
          )}
          {check.isIdle && <Idle />}
        </div>
      </div>
    </>
  );
}

function useCheck() {
  return useMutation({
    mutationFn: async (asked: { source: Source; given: Given }): Promise<Checked> => {
      const trust = await readTrust(asked.given);
      if (trust === null || trust === "logKey") return { wrong: "logKey" };
      const { name, bytes } = await bytesOf(asked.source, asked.given);
      return { name, verdict: await verify(bytes, trust) };
    },
    meta: { showsProblem: true },
  });
}

/** The bytes to be checked; of this appliance with the proof of growth that is wanted. */
async function bytesOf(source: Source, given: Given): Promise<{ name: string; bytes: Bytes }> {
  if ("bytes" in source) return source;
  const size = sizeOf(given.checkpoint);
  const path = `/api/v1/impressions/${encodeURIComponent(source.play)}/evidence`;
  const { name, blob } = await download(size === null ? path : `${path}?since=${size}`);
  return { name, bytes: new Uint8Array(await blob.arrayBuffer()) };
}

type TrustProps = { given: Given; isWrong: boolean; onChange: (given: Given) => void };

function TrustForm({ given, isWrong, onChange }: TrustProps) {
  const t = useVerifyTexts();
  return (
    <div className={css["stack"]}>
      <p className={css["muted"]}>{t("trustText")}</p>
      <Textarea
        label={t("logKey")}
        description={t("logKeyText")}
        placeholder="name+id+base64"
        autosize
        maxRows={4}
        value={given.logKey}
        error={isWrong ? t("logKeyWrong") : null}
        onChange={({ currentTarget }) => onChange({ ...given, logKey: currentTarget.value })}
      />
      <Textarea
        label={t("checkpoint")}
        description={t("checkpointText")}
        autosize
        minRows={2}
        maxRows={7}
        value={given.checkpoint}
        onChange={({ currentTarget }) => onChange({ ...given, checkpoint: currentTarget.value })}
      />
    </div>
  );
}

/** What an evidence file is, before there is one. */
function Idle() {
  const t = useVerifyTexts();
  return (
    <Panel title={t("idleTitle")}>
      <ol className={css["steps"]}>
        {(["idle1", "idle2", "idle3"] as const).map((key) => (
          <li key={key}>{t(key)}</li>
        ))}
      </ol>
      <p className={css["muted"]}>{t("idleOffline")}</p>
    </Panel>
  );
}
