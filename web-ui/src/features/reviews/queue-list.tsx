import { Checkbox } from "@mantine/core";
import { Status } from "../../ui/status";
import { Ago, Money } from "../../ui/values";
import type { Review } from "./queries";
import css from "./reviews.module.css";
import { useReviewTexts } from "./texts";

type Props = {
  rows: readonly Review[];
  openId: string;
  chosen: ReadonlySet<string>;
  onOpen: (id: string) => void;
  onToggle: (id: string) => void;
};

/** What waits, oldest first; one is open, several may be chosen for one decision. */
export function QueueList({ rows, openId, chosen, onOpen, onToggle }: Props) {
  const t = useReviewTexts();
  return (
    <ul className={css["list"]} aria-label={t("title")}>
      {rows.map((row) => {
        const { impression_id: id, device_name, campaign_name, store_name } = row;
        const isOpen = id === openId;
        return (
          <li key={id} className={css["item"]} data-open={isOpen}>
            <Checkbox
              size="xs"
              checked={chosen.has(id)}
              onChange={() => onToggle(id)}
              aria-label={t("choose", { name: `${campaign_name}, ${device_name}` })}
            />
            <button
              type="button"
              className={css["open"]}
              aria-current={isOpen}
              onClick={() => onOpen(id)}
            >
              <span className={css["itemTop"]}>
                <b>{campaign_name}</b>
                <Money amount={row.cost} />
              </span>
              <span className={css["muted"]}>
                {device_name} · {store_name}
              </span>
              <span className={css["itemTop"]}>
                <span className={css["flags"]}>
                  {row.flags.map((flag) => (
                    <Status key={flag} kind="Flag" word={flag} />
                  ))}
                </span>
                <span className={css["muted"]}>
                  <Ago at={row.received_at} />
                </span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
