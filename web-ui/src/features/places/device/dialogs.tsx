import { Button, Group, Modal, NumberInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { z } from "zod";
import { type Device, storesQuery } from "../../../api/catalog";
import { Problem } from "../../../api/problem";
import { useHasRole } from "../../../api/session";
import { useForm } from "../../../lib/form";
import { ADMINS } from "../../../lib/roles";
import { ProblemText } from "../../../ui/problem-text";
import { useUiTexts } from "../../../ui/texts";
import { useChange, useRevoke, useStoreOf } from "./queries";
import { useDevicePageTexts } from "./texts";

type Props = { device: Device; onClose: () => void };

function Dialog(props: { title: string; onClose: () => void; children: ReactNode }) {
  const ui = useUiTexts();
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ "aria-label": ui("close") }}
    >
      {props.children}
    </Modal>
  );
}

/** Name, and for admins what prices and limits depend on. */
export function EditDialog({ device, onClose }: Props) {
  const t = useDevicePageTexts();
  const isAdmin = useHasRole(ADMINS);
  const change = useChange(device.id);
  const refused = change.error instanceof Problem ? change.error : null;
  const whole = z.union([z.literal(""), z.number().int().positive()]);
  const schema = z.object({
    name: z.string().trim().min(1, t("needName")),
    slots_per_hour: whole,
    image_display_seconds: whole,
  });
  const first: z.infer<typeof schema> = {
    name: device.name,
    slots_per_hour: device.slots_per_hour ?? "",
    image_display_seconds: device.image_display_seconds ?? "",
  };
  const number = (value: number | "") => (value === "" ? null : value);
  const form = useForm(
    schema,
    first,
    ({ name, slots_per_hour, image_display_seconds }) =>
      change.mutate(
        {
          name,
          ...(isAdmin && {
            slots_per_hour: number(slots_per_hour),
            image_display_seconds: number(image_display_seconds),
          }),
        },
        { onSuccess: onClose },
      ),
    refused,
  );
  const count = (value: string | number) => (typeof value === "number" ? value : "");
  return (
    <Dialog title={t("edit")} onClose={onClose}>
      <form onSubmit={form.send} noValidate>
        <Stack gap="sm">
          <ProblemText problem={refused} />
          <TextInput
            label={t("name")}
            value={form.values.name}
            error={form.problem("name")}
            onChange={({ currentTarget }) => form.set("name", currentTarget.value)}
          />
          {isAdmin && (
            <>
              <NumberInput
                label={t("slots")}
                description={t("slotsHelp")}
                min={1}
                allowDecimal={false}
                value={form.values.slots_per_hour}
                error={form.problem("slots_per_hour")}
                onChange={(value) => form.set("slots_per_hour", count(value))}
              />
              <NumberInput
                label={t("imageSeconds")}
                description={t("imageSecondsHelp")}
                min={1}
                allowDecimal={false}
                value={form.values.image_display_seconds}
                error={form.problem("image_display_seconds")}
                onChange={(value) => form.set("image_display_seconds", count(value))}
              />
            </>
          )}
          <Group justify="flex-end" mt="xs">
            <Button type="submit" loading={change.isPending}>
              {t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

/** To another store: plays from now on belong there. */
export function MoveDialog({ device, onClose }: Props) {
  const t = useDevicePageTexts();
  const change = useChange(device.id);
  const refused = change.error instanceof Problem ? change.error : null;
  const from = useStoreOf(device);
  const stores = useQuery(storesQuery).data ?? [];
  const [to, setTo] = useState<string | null>(null);
  const target = stores.find(({ id }) => id === to);
  const move = () =>
    change.mutate(
      { ...(to && { store_id: to }) },
      {
        onSuccess: () => {
          notifications.show({
            message: t("moved", { store: target?.name ?? "" }),
            color: "shop",
          });
          onClose();
        },
      },
    );
  return (
    <Dialog title={t("move")} onClose={onClose}>
      <Stack gap="sm">
        <Text size="sm">{t("moveText", { store: from?.name ?? "–" })}</Text>
        <ProblemText problem={refused} />
        <Select
          label={t("newStore")}
          searchable
          value={to}
          onChange={setTo}
          comboboxProps={{ withinPortal: true }}
          data={stores
            .filter(({ id }) => id !== device.store_id)
            .map(({ id, name, region }) => ({ value: id, label: `${name} · ${region}` }))}
        />
        <Group justify="flex-end" mt="xs">
          <Button disabled={!target} loading={change.isPending} onClick={move}>
            {target ? t("moveDeed", { store: target.name }) : t("moveChoose")}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

/** Out for good. */
export function RevokeDialog({ device, onClose }: Props) {
  const t = useDevicePageTexts();
  const ui = useUiTexts();
  const revoke = useRevoke(device.id);
  const deed = () =>
    revoke.mutate(undefined, {
      onSuccess: () => {
        notifications.show({ message: t("revoked", { name: device.name }) });
        onClose();
      },
    });
  return (
    <Dialog title={t("revokeTitle", { name: device.name })} onClose={onClose}>
      <Text size="sm">{t("revokeText")}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {ui("cancel")}
        </Button>
        <Button color="red" loading={revoke.isPending} onClick={deed}>
          {t("revokeDeed")}
        </Button>
      </Group>
    </Dialog>
  );
}
