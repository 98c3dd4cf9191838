import { Group } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import css from "./ui.module.css";

type Props = {
  title: string;
  /** A badge beside the title. */
  badge?: ReactNode;
  subtitle?: ReactNode;
  /** What can be done here. */
  actions?: ReactNode;
};

/** The heading of a page; names the browser's tab too. */
export function PageTitle({ title, badge, subtitle, actions }: Props) {
  useEffect(() => {
    document.title = `${title} · Vetrina`;
  }, [title]);
  return (
    <div className={css["titleRow"]}>
      <div>
        <Group gap="sm" align="center">
          <h1 className={css["title"]}>{title}</h1>
          {badge}
        </Group>
        {subtitle !== undefined && <div className={css["subtitle"]}>{subtitle}</div>}
      </div>
      {actions !== undefined && <Group gap="xs">{actions}</Group>}
    </div>
  );
}
