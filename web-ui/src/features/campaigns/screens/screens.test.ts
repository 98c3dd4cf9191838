import { expect, it } from "vitest";
import { inOrder, type Share } from "./queries";

const share = (device_name: string, status: NonNullable<Share["status"]> | null): Share => ({
  device_name,
  status,
  online: true,
  tries: 1,
});

it("screens that need a look come first, the others stay in their order", () => {
  const rows = [
    share("A", "ACKED"),
    share("B", null),
    share("C", "FAILED"),
    share("D", "ACKED"),
    share("E", "PENDING"),
  ];
  expect(inOrder(rows).map(({ device_name }) => device_name)).toEqual(["C", "E", "B", "A", "D"]);
});
