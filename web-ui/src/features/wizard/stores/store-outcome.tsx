import type { Store } from "../../../api/catalog";
import { Badge } from "../../../ui/badge";
import { StoreMap } from "../../../ui/map/store-map";
import { Panel } from "../../../ui/panel";
import type { Tone } from "../../../ui/tone";
import { useWizardTexts } from "../texts";
import { useSaying } from "../use-saying";
import css from "../wizard.module.css";
import { countOf, type Standing, TONES, type Word } from "./standing";

type Props = {
  stores: readonly Store[];
  standing: ReadonlyMap<string, Standing>;
  /** Chooses a store, or takes it out again; absent where stores follow from criteria. */
  onToggle?: (id: string) => void;
};

const SAID = ["eligible", "checked", "closed", "unusable", "blocked"] as const;
const LEFT_OUT: readonly Word[] = ["blocked", "unusable", "closed"];

/** Stores that are not chosen never hide those that are. */
const WORST: readonly Tone[] = ["bad", "wait", "good", "info", "quiet"];

/** All stores on the map: which show the campaign, which do not, and why. */
export function StoreOutcome({ stores, standing, onToggle }: Props) {
  const t = useWizardTexts();
  const words = SAID.filter((word) => countOf(standing, word) > 0);
  const say = useSaying();
  const places = stores.map(({ id, name, lat, lng }) => {
    const { word, reason } = standing.get(id) ?? { word: "free" as const, reason: null };
    return {
      id,
      name,
      lat,
      lng,
      tone: TONES[word],
      note: reason ? say(reason) : t(`standing.${word}`),
    };
  });
  const out = stores.filter(({ id }) => LEFT_OUT.includes(standing.get(id)?.word ?? "free"));
  return (
    <Panel title={t("mapTitle")} flush>
      <div className={css["legend"]} role="status">
        {words.length === 0 ? (
          <span className={css["muted"]}>{t("noneChosen")}</span>
        ) : (
          words.map((word) => (
            <Badge key={word} tone={TONES[word]}>
              {t(`counted.${word}`, { count: countOf(standing, word) })}
            </Badge>
          ))
        )}
      </div>
      <StoreMap
        places={places}
        height={300}
        worst={WORST}
        {...(onToggle && { onOpen: onToggle })}
      />
      {out.length > 0 && (
        <ul className={css["leftOut"]} aria-label={t("leftOut")}>
          {out.map((store) => (
            <LeftOut key={store.id} name={store.name} standing={standing.get(store.id)} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function LeftOut({ name, standing }: { name: string; standing: Standing | undefined }) {
  const t = useWizardTexts();
  const say = useSaying();
  if (!standing) return null;
  const { word, reason } = standing;
  return (
    <li>
      <span className={css["leftName"]}>{name}</span>
      <Badge tone={TONES[word]}>{t(`standing.${word}`)}</Badge>
      <span className={css["muted"]}>{reason ? say(reason) : t("closedWhy")}</span>
    </li>
  );
}
