import { Alert } from "@mantine/core";
import { useState } from "react";
import { follow, mayDecide, placeIn, step } from "../lib/queue";
import { useUiTexts } from "./texts";

const NONE: ReadonlySet<string> = new Set();

/** What is open and what is chosen of a live queue; `view` is the choice of what it shows. */
export function useQueue(keys: readonly string[], view: string) {
  const [kept, setPlace] = useState(() => placeIn(keys, view));
  const [chosen, setChosen] = useState(NONE);
  const [decided, setDecided] = useState(NONE);
  const place = follow(kept, keys, view, decided);
  if (place !== kept) setPlace(place);
  const waiting = keys.filter((key) => chosen.has(key));
  const byKey = mayDecide(place, chosen.size, waiting.length);
  /** Whoever goes somewhere has seen what is there, and what is no longer. */
  const dropGone = () => {
    if (waiting.length < chosen.size) setChosen(new Set(waiting));
  };
  return {
    openKey: place.key,
    chosen,
    /** Whether a key may decide; else something moved up that nobody may have looked at. */
    byKey,
    go: (by: number) => {
      setPlace(step(place, keys, by));
      dropGone();
    },
    open: (key: string) => {
      setPlace({ ...place, key, at: keys.indexOf(key), lost: null });
      dropGone();
    },
    toggle: (key: string) => {
      const after = new Set(waiting);
      if (!after.delete(key)) after.add(key);
      setChosen(after);
    },
    /** The person has decided these itself: what moves up is wished. */
    onDecided: (done: readonly string[]) => {
      setDecided(new Set(done));
      setChosen(NONE);
    },
  };
}

/** Says why the keys of a queue decide nothing just now. */
export function QueueMoved() {
  const t = useUiTexts();
  return (
    <Alert color="orange" variant="light" role="status" mb="sm">
      {t("queueMoved")}
    </Alert>
  );
}
