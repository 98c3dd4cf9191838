import { Button, Group, Menu, Switch } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDots, IconPlus, IconSend, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useHasRole } from "../../api/session";
import type { Role } from "../../lib/roles";
import { Action } from "../../ui/action";
import { Badge } from "../../ui/badge";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { toneClass } from "../../ui/tone";
import { Ago } from "../../ui/values";
import css from "./notices.module.css";
import { useChangeWebhook, usePing, type Webhook, webhooksQuery } from "./queries";
import { useNoticeTexts } from "./texts";
import { AddWebhook, DeleteWebhook } from "./webhook-dialogs";

/** Those who change webhooks: the auditor only looks. */
const CHANGERS: readonly Role[] = ["SUPER_ADMIN", "ADMIN", "ADVERTISER", "SUPPLIER"];

/** Addresses that are called when something is told. */
export function Webhooks() {
  const t = useNoticeTexts();
  const webhooks = useQuery(webhooksQuery);
  const mayChange = useHasRole(CHANGERS);
  const [isAdding, setIsAdding] = useState(false);
  return (
    <>
      <Group justify="space-between" mb="md" gap="sm">
        <span className={css["lead"]}>{t("webhooksText")}</span>
        <Action
          leftSection={<IconPlus size={16} />}
          why={mayChange ? null : t("whyNotYours")}
          onClick={() => setIsAdding(true)}
        >
          {t("addWebhook")}
        </Action>
      </Group>
      <Loaded
        query={webhooks}
        isEmpty={(rows) => rows.length === 0}
        empty={
          <Panel>
            <Empty title={t("noWebhooks")}>{t("noWebhooksText")}</Empty>
          </Panel>
        }
      >
        {(rows) => (
          <div className={css["cards"]}>
            {rows.map((hook) => (
              <Card key={hook.id} hook={hook} mayChange={mayChange} />
            ))}
          </div>
        )}
      </Loaded>
      {isAdding && <AddWebhook onClose={() => setIsAdding(false)} />}
    </>
  );
}

function Card({ hook, mayChange }: { hook: Webhook; mayChange: boolean }) {
  const t = useNoticeTexts();
  const change = useChangeWebhook(hook.id);
  const [isDeleting, setIsDeleting] = useState(false);
  const isAll = hook.events.includes("*");
  return (
    <Panel>
      <div className={css["cardHead"]}>
        <div className={css["url"]}>{hook.url}</div>
        <Badge tone={hook.is_active ? "good" : "quiet"}>{t(hook.is_active ? "on" : "off")}</Badge>
      </div>
      <div className={css["muted"]}>
        {isAll ? t("allEvents") : hook.events.join(", ")} · <Ago at={hook.created_at} />
      </div>
      {hook.disabled_because && (
        <div className={`${css["note"]} ${toneClass("bad")}`}>
          {t("switchedOff", { why: hook.disabled_because })}
        </div>
      )}
      {mayChange && (
        <Group mt="md" justify="space-between">
          <Switch
            label={t("isCalled")}
            checked={hook.is_active}
            disabled={change.isPending}
            onChange={({ currentTarget }) => change.mutate({ is_active: currentTarget.checked })}
          />
          <Group gap="xs">
            <Ping hook={hook} />
            <Menu position="bottom-end">
              <Menu.Target>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="gray"
                  aria-label={t("moreOf", { url: hook.url })}
                >
                  <IconDots size={16} />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item
                  color="red"
                  leftSection={<IconTrash size={16} />}
                  onClick={() => setIsDeleting(true)}
                >
                  {t("deleteWebhook")}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </Group>
        </Group>
      )}
      {isDeleting && <DeleteWebhook hook={hook} onClose={() => setIsDeleting(false)} />}
    </Panel>
  );
}

function Ping({ hook }: { hook: Webhook }) {
  const t = useNoticeTexts();
  const ping = usePing(hook.id);
  return (
    <Action
      size="compact-sm"
      variant="default"
      leftSection={<IconSend size={14} />}
      loading={ping.isPending}
      why={hook.is_active ? null : t("whyOff")}
      onClick={() =>
        ping.mutate(undefined, {
          onSuccess: () => notifications.show({ message: t("pinged"), color: "shop" }),
        })
      }
    >
      {t("ping")}
    </Action>
  );
}
