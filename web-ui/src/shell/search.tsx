import { Kbd, UnstyledButton } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import css from "./shell.module.css";
import { useShellTexts } from "./texts";

const Panel = lazy(() =>
  import("./search-panel").then(({ SearchPanel }) => ({ default: SearchPanel })),
);

/** Finds campaigns, stores, screens and deeds from anywhere; `/` or Ctrl+K opens it. */
export function Search() {
  const t = useShellTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  useHotkeys([
    ["/", open],
    ["mod+K", open],
  ]);
  return (
    <>
      <UnstyledButton className={css["search"] ?? ""} onClick={open} aria-label={t("search")}>
        <IconSearch size={16} />
        <span className={css["searchText"]}>{t("search")}</span>
        <Kbd size="xs" className={css["searchText"] ?? ""}>
          /
        </Kbd>
      </UnstyledButton>
      {isOpen && (
        <Suspense>
          <Panel onClose={close} />
        </Suspense>
      )}
    </>
  );
}
