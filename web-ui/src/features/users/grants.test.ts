import { expect, it } from "vitest";
import { firstPassword, grantable, needsOwner } from "./grants";

it("lets only a super admin make admins", () => {
  expect(grantable("SUPER_ADMIN")).toContain("ADMIN");
  expect(grantable("ADMIN")).not.toContain("ADMIN");
  expect(grantable("ADMIN")).toContain("REVIEWER");
  expect(grantable("AUDITOR")).toEqual([]);
});

it("knows who acts for somebody", () => {
  expect(needsOwner("SUPPLIER")).toBe(true);
  expect(needsOwner("AUDITOR")).toBe(false);
});

it("makes passwords that are long enough and differ", () => {
  expect(firstPassword(() => new Uint8Array(16))).toBe("aaaa-aaaa-aaaa-aaaa");
  expect(firstPassword()).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
  expect(firstPassword()).not.toBe(firstPassword());
});
