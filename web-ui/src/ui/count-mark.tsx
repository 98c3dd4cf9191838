import css from "./ui.module.css";
import { Count } from "./values";

/** A number beside a word that waits for somebody; nothing where it is zero. */
export function CountMark({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span className={css["countMark"]}>
      <Count value={count} />
    </span>
  );
}
