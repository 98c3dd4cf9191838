import { ActionIcon, Anchor, Modal } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconPhotoOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { formatExact, zoneName } from "../../lib/dates";
import { paths } from "../../lib/paths";
import { useLanguage } from "../../lib/texts";
import { Key, useKeys } from "../../ui/keys";
import { State } from "../../ui/states";
import { Status } from "../../ui/status";
import { useZone } from "./gallery";
import css from "./proof.module.css";
import type { Screenshot } from "./queries";
import { useProofTexts } from "./texts";

type Props = {
  pictures: readonly Screenshot[];
  /** Which one is open. */
  at: number | null;
  onMove: (at: number) => void;
  onClose: () => void;
};

/** One picture large, with its play; arrow keys go on. */
export function Viewer({ pictures, at, onMove, onClose }: Props) {
  const t = useProofTexts();
  const picture = at === null ? undefined : pictures[at];
  const go = (step: number) => {
    if (at !== null && pictures[at + step]) onMove(at + step);
  };
  useKeys([
    ["ArrowLeft", () => go(-1)],
    ["ArrowRight", () => go(1)],
  ]);
  return (
    <Modal
      opened={picture !== undefined}
      onClose={onClose}
      size="xl"
      centered
      title={picture?.store_name ?? t("noStore")}
      closeButtonProps={{ "aria-label": t("closePicture") }}
    >
      {picture && (
        <>
          <div className={css["stage"]}>
            <Large picture={picture} />
            {at !== 0 && (
              <Step label={t("previous")} side="left" onClick={() => go(-1)}>
                <IconChevronLeft size={20} />
              </Step>
            )}
            {at !== pictures.length - 1 && (
              <Step label={t("next")} side="right" onClick={() => go(1)}>
                <IconChevronRight size={20} />
              </Step>
            )}
          </div>
          <Details picture={picture} />
          <p className={css["keys"]}>
            <Key name="←" /> <Key name="→" /> {t("keys")}
          </p>
        </>
      )}
    </Modal>
  );
}

type StepProps = {
  label: string;
  side: "left" | "right";
  onClick: () => void;
  children: ReactNode;
};

function Step({ label, side, onClick, children }: StepProps) {
  return (
    <ActionIcon
      variant="default"
      size="lg"
      radius="xl"
      className={css["step"] ?? ""}
      data-side={side}
      aria-label={label}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  );
}

function Large({ picture }: { picture: Screenshot }) {
  const t = useProofTexts();
  if (!picture.url) {
    return (
      <State icon={<IconPhotoOff size={32} stroke={1.5} />} title={t("gone")}>
        {t("goneText")}
      </State>
    );
  }
  const { url, width, height } = picture;
  return (
    <img
      src={url}
      width={width}
      height={height}
      alt={t("pictureOf", { store: picture.store_name ?? "", device: picture.device_name ?? "" })}
    />
  );
}

function Details({ picture }: { picture: Screenshot }) {
  const t = useProofTexts();
  const language = useLanguage();
  const zone = useZone(picture.store_id);
  return (
    <div className={css["details"]}>
      <div>
        <div>
          {picture.device_name} · {formatExact(picture.played_at, language, zone)} ({zoneName(zone)}
          )
        </div>
        <div className={css["muted"]}>
          {t("pictureFacts", {
            width: picture.width,
            height: picture.height,
            hash: picture.sha256.slice(0, 16),
          })}
        </div>
      </div>
      <div className={css["cardHead"]}>
        <Status kind="PlayStatus" word={picture.status} />
        <Anchor component={Link} to={paths.impression(picture.impression_id)}>
          {t("toPlay")}
        </Anchor>
      </div>
    </div>
  );
}
