import { Tooltip } from "@mantine/core";
import { type LiveState, useLiveState } from "../api/live";
import { Badge } from "../ui/badge";
import type { Tone } from "../ui/tone";
import { useShellTexts } from "./texts";

const TONES: Record<LiveState, Tone> = {
  off: "quiet",
  connecting: "quiet",
  live: "good",
  stale: "bad",
};

/** Whether what is on the screen follows what happens. */
export function LiveMark() {
  const t = useShellTexts();
  const state = useLiveState();
  const word = state === "off" ? "connecting" : state;
  return (
    <Tooltip label={state === "stale" ? t("staleText") : t("liveText")}>
      <span role="status">
        <Badge tone={TONES[state]}>{t(word)}</Badge>
      </span>
    </Tooltip>
  );
}
