import { ROLES, type Role } from "../../lib/roles";

/** Roles that somebody may give: only a super admin makes admins. */
export function grantable(own: Role): readonly Role[] {
  if (own === "SUPER_ADMIN") return ROLES;
  if (own === "ADMIN") return ROLES.filter((role) => role !== "SUPER_ADMIN" && role !== "ADMIN");
  return [];
}

/** Whether people of a role act for an advertiser or a supplier. */
export function needsOwner(role: string): role is "ADVERTISER" | "SUPPLIER" {
  return role === "ADVERTISER" || role === "SUPPLIER";
}

const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
const GROUPS = 4;
const GROUP = 4;

/** A first password that can be read out: letters that nobody mistakes, 80 bits. */
export function firstPassword(random: (length: number) => Uint8Array = bytes): string {
  const letters = [...random(GROUPS * GROUP)].map((byte) => LETTERS[byte % LETTERS.length]);
  return Array.from({ length: GROUPS }, (_, at) =>
    letters.slice(at * GROUP, (at + 1) * GROUP).join(""),
  ).join("-");
}

function bytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}
