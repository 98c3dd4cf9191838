import { Button, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import {
  IconBan,
  IconCamera,
  IconCheck,
  IconChevronDown,
  IconKey,
  IconPencil,
  IconTool,
  IconTransfer,
} from "@tabler/icons-react";
import { useState } from "react";
import type { Device } from "../../../api/catalog";
import { useHasRole } from "../../../api/session";
import { ADMINS, SELLERS } from "../../../lib/roles";
import { Action } from "../../../ui/action";
import { EditDialog, MoveDialog, RevokeDialog } from "./dialogs";
import { useApprove, useChange, useSend } from "./queries";
import { useDevicePageTexts } from "./texts";

type Props = { device: Device };
type Open = "edit" | "move" | "revoke" | null;

/** What can be done with a screen now. */
export function Actions({ device }: Props) {
  const t = useDevicePageTexts();
  const isAdmin = useHasRole(ADMINS);
  const mayChange = useHasRole(SELLERS);
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  if (device.status === "REVOKED" || !mayChange) return null;
  return (
    <>
      {device.status === "PENDING" && isAdmin && <Approve device={device} />}
      {isAdmin && device.status === "ACTIVE" && <Capture device={device} />}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} />}>
            {t("change")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setOpen("edit")}>
            {t("edit")}
          </Menu.Item>
          <Menu.Item leftSection={<IconTransfer size={16} />} onClick={() => setOpen("move")}>
            {t("move")}
          </Menu.Item>
          <Maintenance device={device} />
          {isAdmin && device.status === "ACTIVE" && <NewKey device={device} />}
          {isAdmin && (
            <>
              <Menu.Divider />
              <Menu.Item
                color="red"
                leftSection={<IconBan size={16} />}
                onClick={() => setOpen("revoke")}
              >
                {t("revoke")}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {open === "edit" && <EditDialog device={device} onClose={close} />}
      {open === "move" && <MoveDialog device={device} onClose={close} />}
      {open === "revoke" && <RevokeDialog device={device} onClose={close} />}
    </>
  );
}

function Approve({ device }: Props) {
  const t = useDevicePageTexts();
  const approve = useApprove(device.id);
  return (
    <Action
      leftSection={<IconCheck size={16} />}
      loading={approve.isPending}
      why={device.keys.length === 0 ? t("whyNotApproved") : null}
      onClick={() =>
        approve.mutate(undefined, {
          onSuccess: () => notifications.show({ message: t("approved"), color: "shop" }),
        })
      }
    >
      {t("approve")}
    </Action>
  );
}

function Capture({ device }: Props) {
  const t = useDevicePageTexts();
  const send = useSend(device.id);
  return (
    <Action
      variant="default"
      leftSection={<IconCamera size={16} />}
      loading={send.isPending}
      why={device.online ? null : t("whyOffline")}
      onClick={() =>
        send.mutate("SCREENSHOT", {
          onSuccess: () => notifications.show({ message: t("captureSent"), color: "shop" }),
        })
      }
    >
      {t("capture")}
    </Action>
  );
}

function Maintenance({ device }: Props) {
  const t = useDevicePageTexts();
  const change = useChange(device.id);
  if (device.status !== "ACTIVE" && device.status !== "MAINTENANCE") return null;
  const isIn = device.status === "MAINTENANCE";
  const onClick = () =>
    change.mutate(
      { status: isIn ? "ACTIVE" : "MAINTENANCE" },
      {
        onSuccess: () =>
          notifications.show({ message: t(isIn ? "maintenanceOver" : "maintenanceOn") }),
        onError: ({ message }) => notifications.show({ message, color: "red" }),
      },
    );
  return (
    <Menu.Item leftSection={<IconTool size={16} />} onClick={onClick}>
      {t(isIn ? "maintenanceEnd" : "maintenance")}
    </Menu.Item>
  );
}

function NewKey({ device }: Props) {
  const t = useDevicePageTexts();
  const send = useSend(device.id);
  const onClick = () =>
    send.mutate("ROTATE_KEY", {
      onSuccess: () => notifications.show({ message: t("newKeySent"), color: "shop" }),
    });
  return (
    <Menu.Item leftSection={<IconKey size={16} />} onClick={onClick}>
      {t("newKey")}
    </Menu.Item>
  );
}
