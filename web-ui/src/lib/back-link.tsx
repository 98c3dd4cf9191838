import { IconArrowLeft } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";

/** The way back to what a page is a part of, by its name. */
export function BackLink({ to, name }: { to: string; name: string }) {
  return (
    <Link
      to={to}
      style={{ color: "var(--v-accent)", overflowWrap: "anywhere", textDecoration: "none" }}
    >
      <IconArrowLeft size={14} style={{ verticalAlign: "-2px" }} aria-hidden /> {name}
    </Link>
  );
}
