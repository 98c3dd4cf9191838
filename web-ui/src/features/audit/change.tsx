import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { campaignsQuery, devicesQuery, storesQuery } from "../../api/catalog";
import { formatDay, formatMoment } from "../../lib/dates";
import { readDecimal } from "../../lib/decimal";
import { formatMoney } from "../../lib/numbers";
import { useReadable } from "../../lib/readable";
import { useLanguage } from "../../lib/texts";
import { useWords, type WordKind } from "../../lib/words";
import css from "./audit.module.css";
import { differenceOf, sortOf } from "./differences";
import { assetsQuery, type Entry } from "./queries";
import { useAuditTexts } from "./texts";

/** Whose words a status or a reason is, by what was changed. */
const WORDS: Record<string, WordKind> = {
  campaign: "CampaignStatus",
  device: "DeviceStatus",
  asset: "AssetStatus",
  impression: "PlayStatus",
  store: "PartyStatus",
  advertiser: "PartyStatus",
  supplier: "PartyStatus",
  user: "Role",
  api_token: "Role",
};

/** Names of stores, screens and campaigns by id. */
export function useNames(): ReadonlyMap<string, string> {
  const stores = useQuery(storesQuery).data;
  const devices = useQuery(devicesQuery).data;
  const campaigns = useQuery(campaignsQuery).data;
  const assets = useQuery(assetsQuery).data;
  return useMemo(() => {
    const lists: ({ id: string; name: string }[] | undefined)[] = [
      stores,
      devices,
      campaigns,
      assets,
    ];
    return new Map(lists.flatMap((list) => list?.map(({ id, name }) => [id, name] as const) ?? []));
  }, [stores, devices, campaigns, assets]);
}

/** What changed, as a difference: what went is struck through. */
export function Change({ entry, names }: { entry: Entry; names: ReadonlyMap<string, string> }) {
  const t = useAuditTexts();
  const words = useWords();
  const say = useSay(entry, names);
  if (!entry.field) return null;
  const difference = differenceOf(entry.old_value, entry.new_value);
  const field = <span className={css["field"]}>{words("Field", entry.field)}</span>;
  if (difference.kind === "value") {
    const { before, after } = difference;
    return (
      <span className={css["changed"]}>
        {field} {before !== null && <del>{say(before)}</del>}
        {before !== null && " → "}
        {after === null ? <i>{t("nothing")}</i> : <ins>{say(after)}</ins>}
      </span>
    );
  }
  const { gone, come, kept } = difference;
  return (
    <span className={css["changed"]}>
      {field}{" "}
      {gone.map((item) => (
        <del key={item}>− {say(item)} </del>
      ))}
      {come.map((item) => (
        <ins key={item}>+ {say(item)} </ins>
      ))}
      {kept > 0 && <span className={css["muted"]}>{t("kept", { count: kept })}</span>}
    </span>
  );
}

function useSay(entry: Entry, names: ReadonlyMap<string, string>): (value: string) => string {
  const words = useWords();
  const language = useLanguage();
  const readable = useReadable();
  return (value) => {
    switch (sortOf(entry.field, value)) {
      case "moment":
        return formatMoment(value, language);
      case "day":
        return formatDay(value, language);
      case "amount":
        return formatMoney(readDecimal(value) ?? "0", language);
      case "id":
        return names.get(value) ?? value.slice(0, 8);
      case "word":
        return words(wordKind(entry), value);
      case "text":
        return readable(value);
    }
  };
}

function wordKind({ field, subject }: Entry): WordKind {
  if (field === "pause_reason") return "PauseReason";
  if (field === "role") return "Role";
  return WORDS[subject] ?? "CampaignStatus";
}
