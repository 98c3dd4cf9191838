import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconMaximize, IconMinimize, IconPlugConnectedX } from "@tabler/icons-react";
import { useKeys } from "../../ui/keys";
import type { ScreenState } from "./engine/state";
import css from "./player.module.css";
import { usePlayerTexts } from "./texts";
import { useFullScreen } from "./use-screen";

type ControlsProps = { state: ScreenState; isShown: boolean; onForget: () => void };

/** What a person at the screen may do; seen only while somebody is there. */
export function Controls({ state, isShown, onForget }: ControlsProps) {
  const t = usePlayerTexts();
  const { isFull, toggle } = useFullScreen();
  const [isAsking, { open, close }] = useDisclosure(false);
  useKeys([["f", toggle]]);
  // Between marks that keep a name written from right to left from turning the sentence round.
  const name = state.name === null ? t("thisScreen") : `\u2068${state.name}\u2069`;
  const { queued } = state;
  return (
    <>
      <section
        className={isShown || isAsking ? css["controls"] : css["controlsAway"]}
        aria-label={t("controls")}
      >
        {/* Without an ad the notice says it. */}
        {state.showing !== null ? <Standing {...state} /> : <span />}
        <Group gap="xs" wrap="nowrap">
          <Button
            variant="white"
            color="dark"
            size="xs"
            leftSection={isFull ? <IconMinimize size={16} /> : <IconMaximize size={16} />}
            onClick={toggle}
          >
            {isFull ? t("leaveFullScreen") : t("fullScreen")}
          </Button>
          {/* Not on a full screen, which passers-by may touch. */}
          {!isFull && (
            <Button
              variant="subtle"
              color="gray.2"
              size="xs"
              leftSection={<IconPlugConnectedX size={16} />}
              onClick={open}
            >
              {t("forget")}
            </Button>
          )}
        </Group>
      </section>
      <Modal opened={isAsking} onClose={close} title={t("forgetTitle")} withCloseButton={false}>
        <Stack gap="md">
          <Text size="sm" className={css["words"]}>
            {t("forgetText", { name })}
          </Text>
          {queued > 0 && (
            <Text size="sm" c="red">
              {t("forgetPlays", { count: queued })}
            </Text>
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close} data-autofocus>
              {t("cancel")}
            </Button>
            <Button
              color="red"
              onClick={() => {
                close();
                onForget();
              }}
            >
              {t("forgetYes")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function Standing({ isOnline, name, queued }: ScreenState) {
  const t = usePlayerTexts();
  return (
    <p className={css["line"]}>
      <span className={isOnline ? css["on"] : css["off"]} aria-hidden="true" />
      <span className={css["name"]}>
        {isOnline ? t("online") : t("isOffline")} {name !== null && <bdi>· {name}</bdi>}
      </span>
      {queued > 0 && <span>{t("waitingPlays", { count: queued })}</span>}
    </p>
  );
}
