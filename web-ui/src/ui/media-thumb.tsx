import { IconMovie } from "@tabler/icons-react";
import css from "./media-thumb.module.css";

type Props = {
  /** Where the file is. */
  src: string;
  isFilm: boolean;
  /** What it shows, for those who do not see it; empty where its name stands beside it. */
  alt?: string;
};

/** A small picture of a creative file, uncut; of a film its first frame. */
export function MediaThumb({ src, isFilm, alt = "" }: Props) {
  return (
    <span className={css["thumb"]}>
      {isFilm ? (
        <>
          <video
            src={`${src}#t=0.5`}
            preload="metadata"
            muted
            playsInline
            tabIndex={-1}
            aria-hidden
          />
          <IconMovie className={css["mark"]} size={18} aria-hidden />
        </>
      ) : (
        <img src={src} alt={alt} loading="lazy" decoding="async" />
      )}
    </span>
  );
}
