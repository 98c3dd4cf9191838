import { Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconMovie, IconPhotoOff, IconPlayerPlayFilled } from "@tabler/icons-react";
import { useState } from "react";
import { formatDuration } from "../lib/dates";
import { useLanguage } from "../lib/texts";
import css from "./media.module.css";
import { useUiTexts } from "./texts";

/** A picture or a film by its address. */
export type MediaFile = {
  src: string;
  kind: "IMAGE" | "VIDEO";
  name: string;
  /** Length of a film in seconds. */
  seconds?: number;
};

type Props = {
  file: MediaFile;
  /** Whole, or cut so that it fills its frame. */
  fit?: "contain" | "cover";
  /** Films can be played, stopped and searched. */
  controls?: boolean;
};

/** A picture or film in a frame; what cannot be drawn says so. */
export function Media({ file, fit = "cover", controls = false }: Props) {
  const t = useUiTexts();
  const language = useLanguage();
  const [isBroken, setBroken] = useState(false);
  const { src, kind, name, seconds } = file;
  const style = { objectFit: fit } as const;
  const onError = () => setBroken(true);
  if (isBroken) {
    const Icon = kind === "VIDEO" ? IconMovie : IconPhotoOff;
    return (
      <span className={`${css["frame"]} ${css["broken"]}`} role="img" aria-label={name}>
        <Icon size={26} stroke={1.5} />
        {t("noPicture")}
      </span>
    );
  }
  return (
    <span className={css["frame"]}>
      {kind === "IMAGE" ? (
        <img
          className={css["media"]}
          style={style}
          src={src}
          alt={name}
          onError={onError}
          {...LAZY}
        />
      ) : (
        <video
          className={css["media"]}
          style={style}
          src={src}
          aria-label={name}
          preload="metadata"
          playsInline
          controls={controls}
          muted={!controls}
          onError={onError}
        >
          <track kind="captions" />
        </video>
      )}
      {kind === "VIDEO" && !controls && (
        <span className={css["length"]}>
          <IconPlayerPlayFilled size={10} />
          {seconds !== undefined && formatDuration(seconds, language)}
        </span>
      )}
    </span>
  );
}

const LAZY = { loading: "lazy", decoding: "async" } as const;

/** The same as a button that shows it large. */
export function MediaButton({ file, fit = "cover" }: Omit<Props, "controls">) {
  const t = useUiTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <button
        type="button"
        className={css["button"]}
        onClick={open}
        aria-label={t("enlarge", { name: file.name })}
      >
        <Media file={file} fit={fit} />
      </button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={file.name}
        size="min(96vw, 110rem)"
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <div className={css["large"]}>
          <Media file={file} fit="contain" controls />
        </div>
      </Modal>
    </>
  );
}
