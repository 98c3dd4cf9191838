import { Button, Switch } from "@mantine/core";
import { IconPhotoOff } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { rowsOf, storesQuery } from "../../api/catalog";
import { formatClock, formatDay, OWN_ZONE, zoneName } from "../../lib/dates";
import { useLanguage } from "../../lib/texts";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import type { Range } from "./days";
import css from "./proof.module.css";
import { picturesQuery, type Screenshot } from "./queries";
import { useProofTexts } from "./texts";
import { Viewer } from "./viewer";

/** Pictures that screens took while they played, newest days first. */
export function Gallery({ id, range }: { id: string; range: Range }) {
  const t = useProofTexts();
  const [withGone, setWithGone] = useState(false);
  const query = useInfiniteQuery(picturesQuery(id, range, withGone));
  const aside = (
    <Switch
      size="sm"
      label={t("withGone")}
      checked={withGone}
      onChange={({ currentTarget }) => setWithGone(currentTarget.checked)}
    />
  );
  return (
    <Panel title={t("pictures")} aside={aside}>
      <Loaded
        query={query}
        isEmpty={(data) => rowsOf(data).length === 0 && !query.hasNextPage}
        empty={<Empty title={t("noPictures")}>{t("noPicturesText")}</Empty>}
      >
        {(data) => (
          <>
            <Grid pictures={rowsOf(data)} />
            {query.hasNextPage && (
              <Button
                mt="md"
                variant="subtle"
                fullWidth
                loading={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                {t("morePictures")}
              </Button>
            )}
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function Grid({ pictures }: { pictures: readonly Screenshot[] }) {
  const t = useProofTexts();
  const [open, setOpen] = useState<number | null>(null);
  return (
    <>
      <ul className={css["gallery"]} aria-label={t("pictures")}>
        {pictures.map((picture, at) => (
          <li key={picture.impression_id}>
            <button type="button" className={css["thumb"]} onClick={() => setOpen(at)}>
              <Picture picture={picture} />
              <Caption picture={picture} />
            </button>
          </li>
        ))}
      </ul>
      <Viewer pictures={pictures} at={open} onMove={setOpen} onClose={() => setOpen(null)} />
    </>
  );
}

function Picture({ picture }: { picture: Screenshot }) {
  const t = useProofTexts();
  const language = useLanguage();
  const { thumb_url, deleted_at } = picture;
  if (!thumb_url) {
    return (
      <span className={css["gone"]}>
        <IconPhotoOff size={22} stroke={1.5} aria-hidden="true" />
        {deleted_at ? t("goneAt", { day: formatDay(deleted_at, language) }) : t("gone")}
      </span>
    );
  }
  return <img src={thumb_url} alt="" loading="lazy" decoding="async" />;
}

function Caption({ picture }: { picture: Screenshot }) {
  const t = useProofTexts();
  const language = useLanguage();
  const zone = useZone(picture.store_id);
  return (
    <span className={css["caption"]}>
      <span className={css["name"]}>{picture.store_name ?? t("noStore")}</span>
      <span className={css["muted"]}>
        {formatClock(picture.played_at, language, zone)} ({zoneName(zone)})
      </span>
      {picture.status !== "VERIFIED" && <Status kind="PlayStatus" word={picture.status} />}
    </span>
  );
}

/** The zone of a store; of whoever looks where it is not known. */
export function useZone(storeId: string | null | undefined): string {
  const stores = useQuery(storesQuery).data;
  return stores?.find(({ id }) => id === storeId)?.timezone ?? OWN_ZONE;
}
