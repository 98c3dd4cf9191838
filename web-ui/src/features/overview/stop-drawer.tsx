import { Alert, Anchor, Button, Drawer, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconHandStop } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { runningQuery, useIsCut } from "../../api/catalog";
import { useEmergencyStop } from "../../api/emergency";
import { useHasRole } from "../../api/session";
import { paths } from "../../lib/paths";
import { ADMINS } from "../../lib/roles";
import { Action } from "../../ui/action";
import { Incomplete, Loaded } from "../../ui/states";
import { FIRST_REASON, StopReasonSelect } from "../../ui/stop-reason";
import { useUiTexts } from "../../ui/texts";
import css from "./overview.module.css";
import { useOverviewTexts } from "./texts";

/** The emergency stop: what runs, each with a button that stops it at once. */
export function StopDrawer() {
  const t = useOverviewTexts();
  const ui = useUiTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  const mayStop = useHasRole(ADMINS);
  return (
    <>
      <Action
        color="red"
        leftSection={<IconHandStop size={17} />}
        onClick={open}
        why={mayStop ? null : t("stopForbidden")}
      >
        {t("stop")}
      </Action>
      <Drawer
        opened={isOpen}
        onClose={close}
        title={t("stopTitle")}
        position="right"
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        <StopList />
      </Drawer>
    </>
  );
}

function StopList() {
  const t = useOverviewTexts();
  const campaigns = useQuery(runningQuery);
  const [reason, setReason] = useState(FIRST_REASON);
  const stop = useEmergencyStop();
  const stopThese = (campaignIds: string[]) => stop.mutate({ campaignIds, reason, detail: null });
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t("stopLead")}
      </Text>
      {stop.data !== undefined && (
        <Alert color="shop" role="status">
          {t("stopped", { count: stop.data })}{" "}
          <Anchor component={Link} to={paths.incidents}>
            {t("need.incidents")}
          </Anchor>
        </Alert>
      )}
      <StopReasonSelect label={t("stopReason")} value={reason} onChange={setReason} />
      <Loaded query={campaigns}>
        {(running) => {
          if (running.length === 0) return <Text>{t("stopNone")}</Text>;
          return (
            <div>
              {running.map(({ id, name }) => (
                <div key={id} className={css["stopRow"]}>
                  <span>{name}</span>
                  <Button
                    color="red"
                    size="compact-sm"
                    loading={stop.isPending && stop.variables.campaignIds.includes(id)}
                    onClick={() => stopThese([id])}
                  >
                    {t("stopOne")}
                  </Button>
                </div>
              ))}
              <Button
                fullWidth
                mt="md"
                color="red"
                variant="light"
                onClick={() => stopThese(running.map(({ id }) => id))}
              >
                {t("stopAll", { count: running.length })}
              </Button>
            </div>
          );
        }}
      </Loaded>
      <Incomplete when={useIsCut(runningQuery)} />
    </Stack>
  );
}
