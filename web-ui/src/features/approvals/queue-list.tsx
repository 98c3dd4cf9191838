import { Checkbox } from "@mantine/core";
import { IconCoins, IconCopy, IconGift } from "@tabler/icons-react";
import { assetContent } from "../../api/catalog";
import { Media } from "../../ui/media";
import { Ago, Money } from "../../ui/values";
import css from "./approvals.module.css";
import { amountOf, type Item, nameOf, ownerOf } from "./items";
import { useOwnerName } from "./queries";
import { useApprovalTexts } from "./texts";

type Props = {
  items: readonly Item[];
  openKey: string;
  chosen: ReadonlySet<string>;
  onOpen: (key: string) => void;
  onToggle: (key: string) => void;
};

/** What waits, oldest first; one is open, several may be chosen for one decision. */
export function QueueList({ items, openKey, chosen, onOpen, onToggle }: Props) {
  const t = useApprovalTexts();
  const ownerName = useOwnerName();
  return (
    <ul className={css["list"]} aria-label={t("title")}>
      {items.map((item) => {
        const { key, kind, since } = item;
        const isOpen = key === openKey;
        const amount = amountOf(item);
        return (
          <li key={key} className={css["item"]} data-open={isOpen}>
            <Checkbox
              size="xs"
              checked={chosen.has(key)}
              onChange={() => onToggle(key)}
              aria-label={t("choose", { name: nameOf(item) })}
            />
            <button
              type="button"
              className={css["open"]}
              aria-current={isOpen}
              onClick={() => onOpen(key)}
            >
              <Sign item={item} />
              <span className={css["lines"]}>
                <b className={css["name"]}>{nameOf(item)}</b>
                <span className={css["muted"]}>
                  {t(`kind.${kind}`)}
                  {ownerName(ownerOf(item)) && ` · ${ownerName(ownerOf(item))}`}
                </span>
                <span className={css["itemFoot"]}>
                  {amount === "0" ? <span /> : <Money amount={amount} short />}
                  <span className={css["muted"]}>
                    <Ago at={since} />
                  </span>
                </span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** The picture of what is asked about, or a sign where there is none. */
function Sign({ item }: { item: Item }) {
  switch (item.kind) {
    case "asset": {
      const { id, kind, name } = item.asset;
      return <Thumb id={id} kind={kind} name={name} />;
    }
    case "campaign":
      return <CampaignThumb item={item} />;
    case "increase":
      return (
        <span className={css["sign"]}>
          <IconCoins size={20} stroke={1.6} />
        </span>
      );
    case "credit":
      return (
        <span className={css["sign"]}>
          <IconGift size={20} stroke={1.6} />
        </span>
      );
    case "flag":
      return (
        <span className={css["sign"]}>
          <IconCopy size={20} stroke={1.6} />
        </span>
      );
  }
}

/** A film as the first file shows its sign; the evidence beside plays it. */
function CampaignThumb({ item }: { item: Extract<Item, { kind: "campaign" }> }) {
  const [first] = item.campaign.content_assets;
  return first ? (
    <Thumb id={first} kind="IMAGE" name="" />
  ) : (
    <span className={css["sign"]} aria-hidden="true" />
  );
}

function Thumb({ id, kind, name }: { id: string; kind: "IMAGE" | "VIDEO"; name: string }) {
  return (
    <span className={css["thumb"]} aria-hidden="true">
      <Media file={{ src: assetContent(id), kind, name }} />
    </span>
  );
}
