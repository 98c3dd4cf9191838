import type { ReactNode } from "react";
import css from "./compare.module.css";
import { useUiTexts } from "./texts";
import { toneClass } from "./tone";

/** One thing that is compared; `same` is null where it says nothing. */
export type CompareRow = {
  name: string;
  left: ReactNode;
  right: ReactNode;
  same: boolean | null;
};

type Props = {
  /** What is compared, for those who do not see it. */
  label: string;
  left: ReactNode;
  right: ReactNode;
  rows: readonly CompareRow[];
};

/** Two things side by side; what they have in common is marked. */
export function Compare({ label, left, right, rows }: Props) {
  const t = useUiTexts();
  return (
    <div className={css["scroll"]}>
      <table className={css["table"]} aria-label={label}>
        <thead>
          <tr>
            <td />
            <th scope="col">{left}</th>
            <th scope="col">{right}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} className={row.same === true ? toneClass("wait") : undefined}>
              <th scope="row">
                {row.name}
                {row.same !== null && (
                  <span className={css["mark"]} data-same={row.same}>
                    {row.same ? t("same") : t("different")}
                  </span>
                )}
              </th>
              <td>{row.left}</td>
              <td>{row.right}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
