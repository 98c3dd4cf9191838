import { type CSSProperties, type RefObject, useEffect, useState } from "react";

/** So many rows are drawn as they are; above that, only those in sight. */
const FEW = 150;
const ROW = 41;
/** Rows drawn above and below what is in sight. */
const SPARE = 12;
/** The rows are drawn anew once so many pixels were scrolled; well below what is spare. */
const STEP = 4 * ROW;

type Window = {
  isLong: boolean;
  from: number;
  to: number;
  /** Height of the rows before and after, pixels. */
  before: number;
  after: number;
  frameStyle: CSSProperties | undefined;
};

/** Which rows of a long table are in sight of its frame, which then scrolls by itself. */
export function useWindow(frame: RefObject<HTMLElement | null>, rows: number): Window {
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const isLong = rows > FEW;
  useEffect(() => {
    const element = frame.current;
    if (!isLong || !element) return;
    const look = () => {
      setTop(Math.floor(element.scrollTop / STEP) * STEP);
      setHeight(element.clientHeight);
    };
    look();
    element.addEventListener("scroll", look, { passive: true });
    return () => element.removeEventListener("scroll", look);
  }, [frame, isLong]);
  if (!isLong) {
    return { isLong, from: 0, to: rows, before: 0, after: 0, frameStyle: undefined };
  }
  const { from, to } = rowsInSight(top, height, rows);
  const frameStyle = { maxHeight: "70vh" };
  return { isLong, from, to, before: from * ROW, after: (rows - to) * ROW, frameStyle };
}

export function rowsInSight(top: number, height: number, rows: number) {
  const from = Math.max(0, Math.min(Math.floor(top / ROW) - SPARE, rows));
  const to = Math.min(rows, Math.ceil((top + height) / ROW) + SPARE);
  return { from, to };
}
