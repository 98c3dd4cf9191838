import type { ReactNode } from "react";
import css from "./ui.module.css";

type Props = {
  title?: ReactNode;
  /** Beside the title: a link, a switch. */
  aside?: ReactNode;
  /** Tables and maps reach the edges. */
  flush?: boolean;
  children: ReactNode;
};

/** A surface with a heading. */
export function Panel({ title, aside, flush = false, children }: Props) {
  return (
    <section className={css["panel"]}>
      {(title !== undefined || aside !== undefined) && (
        <div className={css["panelHead"]}>
          {title !== undefined && <h2 className={css["panelTitle"]}>{title}</h2>}
          {aside}
        </div>
      )}
      <div className={flush ? css["panelFlush"] : css["panelBody"]}>{children}</div>
    </section>
  );
}
