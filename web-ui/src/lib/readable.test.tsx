import { act, renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { readable, useReadable } from "./readable";
import { changeLanguage } from "./texts";

const nothing = () => null;

describe("a message of the appliance", () => {
  it("tells times in the reader's zone, the zone named", () =>
    expect(readable("due at 2026-11-22T11:00:00Z.", nothing, "en", "Asia/Ho_Chi_Minh")).toBe(
      "due at 22 Nov 2026, 18:00 (Ho Chi Minh).",
    ));

  it("tells days as the language writes them", () =>
    expect(readable("plays of 2026-11-14 to 2026-11-15", nothing, "en")).toBe(
      "plays of 14 Nov 2026 to 15 Nov 2026",
    ));

  it("leaves references and names as they are", () => {
    const text = "wire-2026-11-14 of BLACK_FRIDAY by ADMIN, CPM 4";
    expect(readable(text, nothing, "en")).toBe(text);
  });

  it("has no ids", () =>
    expect(
      readable("Conto Zero (01a1c2c1-2400-7084-bf18-d0d5932f6e2b); again", nothing, "en"),
    ).toBe("Conto Zero; again"));
});

describe("codes of the appliance", () => {
  const said = (message: string) => renderHook(() => useReadable()).result.current(message);

  it.each([
    [
      "stopped by Minh Châu (ADVERTISER) (CONTENT_ERROR): 25",
      "(Advertiser) (Error in the content)",
    ],
    ["asks for a stop (BRAND_SAFETY)", "(Brand safety)"],
    ["disputes 3 plays ($1.00): MISSING_IMPRESSION", ": Missing plays"],
    ["Your dispute (FRAUDULENT, 3 plays)", "(Never shown, 3 plays)"],
    ["needs approval: Content flagged ALCOHOL", "flagged Alcohol"],
    ["ended (WINDOW_OVER): 8", "(its hours are over)"],
    ["compared by ENGAGEMENT, until", "by plays shown long enough,"],
    ["URGENT: OTHER of BLACK_FRIDAY", "URGENT: OTHER of BLACK_FRIDAY"],
  ])("%s", async (message, words) => {
    await act(() => changeLanguage("en"));
    expect(said(message)).toContain(words);
  });

  it("are words in every language", async () => {
    await act(() => changeLanguage("vi"));
    expect(said("dừng khẩn cấp (BRAND_SAFETY)")).toContain("(An toàn thương hiệu)");
    await act(() => changeLanguage("it"));
    expect(said("arresto (NO_SIGNIFICANT_DIFFERENCE)")).toContain("(le varianti si equivalgono)");
    await act(() => changeLanguage("en"));
  });
});
