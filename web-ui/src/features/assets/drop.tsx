import { Button, FileButton } from "@mantine/core";
import { IconPhotoUp } from "@tabler/icons-react";
import { type DragEvent, useRef, useState } from "react";
import css from "./assets.module.css";
import { RULES } from "./checks";
import { useAssetTexts } from "./texts";

/** Where files are dropped, or chosen. */
export function Drop({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const t = useAssetTexts();
  const [isOver, setOver] = useState(false);
  const reset = useRef<() => void>(null);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  const choose = (files: File[]) => {
    onFiles(files);
    reset.current?.();
  };
  return (
    <section
      className={css["drop"]}
      data-over={isOver}
      aria-label={t("choose")}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconPhotoUp size={30} stroke={1.4} />
      <span>{t("dropHere")}</span>
      <FileButton multiple accept={RULES.types.join()} onChange={choose} resetRef={reset}>
        {(props) => (
          <Button variant="default" {...props}>
            {t("choose")}
          </Button>
        )}
      </FileButton>
      <span>{t("rules")}</span>
    </section>
  );
}
