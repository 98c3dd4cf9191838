import { ActionIcon, Group as Row } from "@mantine/core";
import { IconFocusCentered, IconMinus, IconPlus } from "@tabler/icons-react";
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import { formatDistance } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { useUiTexts } from "../texts";
import { type Tone, toneClass } from "../tone";
import css from "../ui.module.css";
import { countries } from "./outlines";
import {
  group,
  kilometresADegree,
  project,
  roundDistance,
  type View,
  viewOf,
  zoom,
} from "./projection";

/** A place on the map; its colour says how it stands. */
export type Place = {
  id: string;
  name: string;
  lat: number;
  lng: number;
  tone: Tone;
  note?: string;
};

type Props = {
  places: readonly Place[];
  height?: number;
  chosen?: string | null;
  /** How near places that lie together are shown, degrees; a region unless told otherwise. */
  nearest?: number;
  onOpen?: (id: string) => void;
  /** Which colour of several a group takes: the first that one of them has. */
  worst?: readonly Tone[];
};

/** Pixels within which two places become one. */
const APART = 24;
const STEP = 1.8;
/** So much of the lower edge belongs to the controls and the scale, pixels. */
const CONTROLS = 48;
/** Nearer than this the outlines are too coarse to say anything, degrees. */
const OUTLINED = 0.6;
/** The scale is at most so long, pixels. */
const SCALE = 110;
/** Names are written once so few places are in sight. */
const NAMED = 9;
/** The worst of a group gives it its colour. */
const WORST: readonly Tone[] = ["bad", "wait", "quiet", "info", "good"];

/** A map without tiles: the world's outlines, with places that group, open and zoom. */
export function StoreMap(props: Props) {
  const { places, height = 320, chosen, nearest, onOpen, worst = WORST } = props;
  const t = useUiTexts();
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const land = useLand();
  const points = useMemo(() => places.map(({ lat, lng }) => project(lat, lng)), [places]);
  const all = useMemo(
    () => above(viewOf(points, width / (height - CONTROLS), nearest), width),
    [points, width, height, nearest],
  );
  const [moved, setMoved] = useState<View | null>(null);
  const view = moved ?? all;
  const scale = width / view.width;
  const left = width / 2 - view.x * scale;
  const top = height / 2 - view.y * scale;
  const groups = group(
    places.flatMap((item, at) => {
      const point = points[at];
      return point ? [{ x: point.x * scale + left, y: point.y * scale + top, item }] : [];
    }),
    APART,
  ).filter(({ x, y }) => x > -20 && y > -20 && x < width + 20 && y < height + 20);
  const isNear = view.width < OUTLINED;
  const drag = useDrag(view, scale, setMoved);
  const open = (items: readonly Place[]) => {
    const [first] = items;
    if (items.length === 1 && first) onOpen?.(first.id);
    else setMoved(near(items, width / height, view));
  };
  return (
    <div ref={frame} style={{ position: "relative" }}>
      <svg className={css["map"]} height={height} width={width} {...drag}>
        <title>{t("map", { count: places.length })}</title>
        {isNear && <rect className={css["ground"]} width={width} height={height} />}
        <path
          className={css["land"]}
          visibility={isNear ? "hidden" : "visible"}
          d={land}
          transform={`translate(${left} ${top}) scale(${scale})`}
        />
        {groups.map(({ x, y, items }) => (
          <Mark
            key={items.map(({ id }) => id).join()}
            x={x}
            y={y}
            items={items}
            tone={worst.find((one) => items.some((item) => item.tone === one)) ?? "quiet"}
            isChosen={items.some(({ id }) => id === chosen)}
            isNamed={groups.length <= NAMED}
            isLeft={x > width - 150}
            onOpen={() => open(items)}
          />
        ))}
        <Scale kilometres={kilometresADegree(view) / scale} height={height} />
      </svg>
      <Row gap={4} style={{ position: "absolute", right: 10, bottom: 10 }}>
        <ActionIcon
          variant="default"
          aria-label={t("zoomIn")}
          onClick={() => setMoved(zoom(view, STEP))}
        >
          <IconPlus size={16} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label={t("zoomOut")}
          onClick={() => setMoved(zoom(view, 1 / STEP))}
        >
          <IconMinus size={16} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label={t("zoomAll")} onClick={() => setMoved(null)}>
          <IconFocusCentered size={16} />
        </ActionIcon>
      </Row>
    </div>
  );
}

/** A bar as long as a round distance on the ground. */
function Scale({ kilometres, height }: { kilometres: number; height: number }) {
  const language = useLanguage();
  const distance = roundDistance(kilometres * SCALE);
  const length = distance / kilometres;
  return (
    <g className={css["scale"]} transform={`translate(12 ${height - 14})`}>
      <path d={`M0 -5V0H${length}V-5`} />
      <text x={length + 6} dy="0.1em">
        {formatDistance(distance * 1000, language)}
      </text>
    </g>
  );
}

type MarkProps = {
  x: number;
  y: number;
  items: readonly Place[];
  tone: Tone;
  isChosen: boolean;
  isNamed: boolean;
  /** The name stands on the left, since there is no room on the right. */
  isLeft: boolean;
  onOpen: () => void;
};

function Mark({ x, y, items, tone, isChosen, isNamed, isLeft, onOpen }: MarkProps) {
  const [first] = items;
  const isGroup = items.length > 1;
  const names = items.map(({ name, note }) => (note ? `${name}: ${note}` : name)).join("\n");
  const label = isGroup ? `${items.length}: ${names}` : names;
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === " ") onOpen();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing has no button element
    <g
      transform={`translate(${x} ${y})`}
      className={toneClass(tone)}
      role="button"
      tabIndex={0}
      aria-label={label}
      onClick={onOpen}
      onKeyDown={press}
    >
      <title>{label}</title>
      <circle
        className={`${css["place"]} ${isChosen ? css["placeChosen"] : ""}`}
        r={isGroup ? 11 : 6.5}
      />
      {isGroup && (
        <text
          textAnchor="middle"
          dy="0.36em"
          fontSize={11}
          fontWeight={700}
          fill="#fff"
          pointerEvents="none"
        >
          {items.length}
        </text>
      )}
      {isNamed && !isGroup && (
        <text
          className={css["placeName"]}
          x={isLeft ? -10 : 10}
          dy="0.34em"
          textAnchor={isLeft ? "end" : "start"}
        >
          {short(first?.name ?? "")}
        </text>
      )}
    </g>
  );
}

/** Longer names are cut on the map; the title has them whole. */
const LETTERS = 30;

function short(name: string): string {
  const letters = [...name];
  return letters.length > LETTERS ? `${letters.slice(0, LETTERS).join("").trimEnd()}…` : name;
}

/** The view with its middle a little higher, so that no place lies beneath the controls. */
function above(view: View, width: number): View {
  return { ...view, y: view.y + ((CONTROLS / 2) * view.width) / width };
}

/** Goes where a group comes apart. */
function near(items: readonly Place[], ratio: number, view: View): View {
  const target = viewOf(
    items.map(({ lat, lng }) => project(lat, lng)),
    ratio,
  );
  return target.width < view.width * 0.8 ? target : zoom({ ...view, x: target.x, y: target.y }, 3);
}

function useLand(): string {
  const [land, setLand] = useState("");
  useEffect(() => {
    let isGone = false;
    void countries().then((path) => {
      if (!isGone) setLand(path);
    });
    return () => {
      isGone = true;
    };
  }, []);
  return land;
}

function useWidth(frame: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(640);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const sizes = new ResizeObserver(() => setWidth(Math.max(200, element.clientWidth)));
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [frame]);
  return width;
}

/** Moves the map with the pointer that is down. */
function useDrag(view: View, scale: number, move: (view: View) => void) {
  const from = useRef<{ x: number; y: number; view: View } | null>(null);
  return {
    onPointerDown: ({ clientX, clientY }: PointerEvent) => {
      from.current = { x: clientX, y: clientY, view };
    },
    onPointerMove: ({ clientX, clientY, buttons }: PointerEvent) => {
      const start = from.current;
      if (!start || buttons === 0) return;
      const [dx, dy] = [clientX - start.x, clientY - start.y];
      if (Math.hypot(dx, dy) < 4) return;
      move({ ...start.view, x: start.view.x - dx / scale, y: start.view.y - dy / scale });
    },
    onPointerUp: () => {
      from.current = null;
    },
  };
}
