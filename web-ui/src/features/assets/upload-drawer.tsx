import { Drawer, Select, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { keys } from "../../api/catalog";
import { queryClient } from "../../api/query";
import { useHasRole, usePerson } from "../../api/session";
import { ADMINS, BUYERS } from "../../lib/roles";
import { Action } from "../../ui/action";
import { useUiTexts } from "../../ui/texts";
import { Drop } from "./drop";
import { endOfDay } from "./licence";
import { useAdvertisers } from "./queries";
import { useAssetTexts } from "./texts";
import { UploadRow } from "./upload-row";
import { isReady, useUploads } from "./uploads";

/** Takes files: looks at them first, sends them with their progress, compares the hashes. */
export function UploadDrawer() {
  const t = useAssetTexts();
  const ui = useUiTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  const mayUpload = useHasRole(BUYERS);
  return (
    <>
      <Action
        leftSection={<IconUpload size={16} />}
        onClick={open}
        why={mayUpload ? null : t("uploadForbidden")}
      >
        {t("upload")}
      </Action>
      <Drawer
        opened={isOpen}
        onClose={close}
        title={t("upload")}
        position="right"
        size="xl"
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        <UploadForm />
      </Drawer>
    </>
  );
}

function UploadForm() {
  const t = useAssetTexts();
  const isAdmin = useHasRole(ADMINS);
  const own = usePerson().ownerId;
  const [buyer, setBuyer] = useState<string | null>(null);
  const [day, setDay] = useState("");
  const { uploads, add, drop, rename, send } = useUploads();
  const owner = isAdmin ? buyer : own;
  const waiting = uploads.filter(isReady);
  const isSending = uploads.some(({ state }) => state === "sending");
  const today = new Date().toISOString().slice(0, 10);
  const isPast = day !== "" && day < today;
  const why = owner === null ? t("chooseBuyer") : waiting.length === 0 ? t("chooseFiles") : null;
  const sendAll = async () => {
    if (owner === null) return;
    for (const upload of waiting) await send(upload, owner, endOfDay(day));
    await Promise.all(
      [keys.assets, keys.overview, ["approvals"]].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    );
  };
  return (
    <Stack>
      {isAdmin && <BuyerSelect value={buyer} onChange={setBuyer} />}
      <TextInput
        type="date"
        label={t("licenceDay")}
        description={t("licenceDayText")}
        min={today}
        value={day}
        error={isPast ? t("licencePast") : null}
        onChange={({ currentTarget }) => setDay(currentTarget.value)}
      />
      <Drop onFiles={add} />
      <div>
        {uploads.map((upload) => (
          <UploadRow
            key={upload.key}
            upload={upload}
            onRename={(name) => rename(upload.key, name)}
            onDrop={() => drop(upload.key)}
          />
        ))}
      </div>
      <Action
        loading={isSending}
        why={isPast ? t("licencePast") : why}
        onClick={() => void sendAll()}
      >
        {t("send", { count: waiting.length })}
      </Action>
    </Stack>
  );
}

type BuyerProps = { value: string | null; onChange: (id: string | null) => void };

function BuyerSelect({ value, onChange }: BuyerProps) {
  const t = useAssetTexts();
  const buyers = useAdvertisers();
  return (
    <Select
      label={t("advertiser")}
      searchable
      value={value}
      data={buyers.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={onChange}
    />
  );
}
