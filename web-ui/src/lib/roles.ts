export const ROLES = [
  "SUPER_ADMIN",
  "ADMIN",
  "REVIEWER",
  "AUDITOR",
  "ADVERTISER",
  "SUPPLIER",
] as const;
export type Role = (typeof ROLES)[number];

/** Those who run the appliance. */
export const ADMINS: readonly Role[] = ["SUPER_ADMIN", "ADMIN"];
/** Those who decide reviews and approvals. */
export const REVIEWERS: readonly Role[] = [...ADMINS, "REVIEWER"];
/** Everybody of the operator, for reading. */
export const OPERATOR: readonly Role[] = [...REVIEWERS, "AUDITOR"];
/** Those who change campaigns and assets. */
export const BUYERS: readonly Role[] = [...ADMINS, "ADVERTISER"];
/** Those who change stores and blocking rules. */
export const SELLERS: readonly Role[] = [...ADMINS, "SUPPLIER"];
export const EVERYBODY: readonly Role[] = ROLES;
