import { Anchor } from "@mantine/core";
import { IconPhotoOff } from "@tabler/icons-react";
import { useState } from "react";
import { State } from "../../ui/states";
import { Moment } from "../../ui/values";
import css from "./impressions.module.css";
import type { Play } from "./queries";
import { useImpressionTexts } from "./texts";

/** What the screen showed at the end of the play, as the device captured it. */
export function Picture({ play, where }: { play: Play; where: string }) {
  const t = useImpressionTexts();
  const [isMissing, setMissing] = useState(false);
  const url = `/api/v1/impressions/${play.id}/screenshot`;
  if (!play.proof_available || isMissing) return <Absent play={play} />;
  return (
    <figure className={css["picture"]}>
      <Anchor href={url} target="_blank" rel="noreferrer" aria-label={t("openPicture")}>
        <img src={url} alt={t("pictureOf", { where })} onError={() => setMissing(true)} />
      </Anchor>
      <figcaption className={css["muted"]}>
        {t("uploaded")} {play.screenshot_uploaded_at && <Moment at={play.screenshot_uploaded_at} />}
      </figcaption>
    </figure>
  );
}

function Absent({ play }: { play: Play }) {
  const t = useImpressionTexts();
  const icon = <IconPhotoOff size={28} stroke={1.5} />;
  if (play.screenshot_deleted_at) {
    return (
      <State icon={icon} title={t("pictureGone")}>
        <Moment at={play.screenshot_deleted_at} /> · {t("hashStays")}
      </State>
    );
  }
  return (
    <State icon={icon} title={t("noPicture")}>
      {play.screenshot_hash ? t("noPictureText") : t("noHashText")}
    </State>
  );
}
