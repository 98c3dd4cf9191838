import { useHotkeys } from "@mantine/hooks";
import css from "./ui.module.css";

/** A key as it stands on the keyboard. */
export function Key({ name }: { name: string }) {
  return <kbd className={css["key"]}>{name}</kbd>;
}

/** Does something at the press of a key, unless somebody is writing. */
export function useKeys(keys: readonly (readonly [key: string, act: () => void])[]): void {
  useHotkeys(keys.map(([key, act]) => [key, act]));
}
