import { useMemo } from "react";
import { qrOf } from "../lib/qr";

/** Light room that readers need around a code, modules. */
const QUIET = 4;

/** A QR code, dark on light in both themes, since many readers know no other. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const cells = useMemo(() => qrOf(text), [text]);
  if (!cells) return null;
  const size = cells.length + 2 * QUIET;
  const path = cells
    .flatMap((row, y) =>
      row.map((isDark, x) => (isDark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")),
    )
    .join("");
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      width={184}
      height={184}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" rx={2} />
      <path d={path} fill="#000" />
    </svg>
  );
}
