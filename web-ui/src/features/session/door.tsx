import { SegmentedControl } from "@mantine/core";
import type { ReactNode } from "react";
import { isLanguage, LANGUAGE_NAMES, LANGUAGES } from "../../lib/language";
import { changeLanguage, useLanguage } from "../../lib/texts";
import css from "./session.module.css";
import { useSessionTexts } from "./texts";

/** The frame of pages outside: the name, a card, the language. */
export function Door({
  title,
  lead,
  children,
  below,
}: {
  title: string;
  lead: string;
  children: ReactNode;
  /** What stands beneath the card. */
  below?: ReactNode;
}) {
  const t = useSessionTexts();
  const language = useLanguage();
  return (
    <main className={css["door"]}>
      <div className={css["card"]}>
        <img src="/icon.svg" alt="" width={44} height={44} />
        <h1 className={css["title"]}>{title}</h1>
        <p className={css["lead"]}>{lead}</p>
        {children}
      </div>
      {below}
      <SegmentedControl
        size="xs"
        value={language}
        aria-label={t("language")}
        onChange={(value) => {
          if (isLanguage(value)) void changeLanguage(value);
        }}
        data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      />
    </main>
  );
}
