import { Button, FileButton } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import type { Bytes } from "../../lib/bytes";
import { PlayForm } from "./play-form";
import { useVerifyTexts } from "./texts";
import css from "./verify.module.css";

type Props = {
  /** The play whose evidence is open. */
  play: string;
  onFile: (name: string, bytes: Bytes) => void;
  onPlay: (id: string) => void;
};

/** Takes a file that is dropped or chosen, or the id of a play. */
export function DropZone({ play, onFile, onPlay }: Props) {
  const t = useVerifyTexts();
  const [isOver, setOver] = useState(false);
  const read = async (file: File | null | undefined) => {
    if (file) onFile(file.name, new Uint8Array(await file.arrayBuffer()));
  };
  const over = (event: DragEvent, is: boolean) => {
    event.preventDefault();
    setOver(is);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same */}
      <div
        className={css["drop"]}
        data-over={isOver}
        onDragOver={(event) => over(event, true)}
        onDragLeave={(event) => over(event, false)}
        onDrop={(event) => {
          over(event, false);
          void read(event.dataTransfer.files[0]);
        }}
      >
        <IconFileUpload size={28} stroke={1.4} aria-hidden="true" />
        <span>{t("drop")}</span>
        <FileButton onChange={(file) => void read(file)} accept="application/json,.json">
          {(props) => (
            <Button {...props} variant="default" size="xs">
              {t("choose")}
            </Button>
          )}
        </FileButton>
        <span className={css["muted"]}>{t("stays")}</span>
      </div>
      <PlayForm label={t("byId")} first={play} onOpen={onPlay} />
    </>
  );
}
