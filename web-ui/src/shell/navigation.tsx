import { Link } from "@tanstack/react-router";
import { usePerson } from "../api/session";
import { SECTIONS } from "../lib/feature";
import { useLanguage } from "../lib/texts";
import { entriesOf } from "./features";
import css from "./shell.module.css";
import { useShellTexts } from "./texts";

/** What the person's role can go to. */
export function Navigation() {
  const t = useShellTexts();
  const language = useLanguage();
  const { role } = usePerson();
  const sections = SECTIONS.map((section) => ({ section, entries: entriesOf(section, role) }));
  return (
    <div className={css["nav"]}>
      {sections
        .filter(({ entries }) => entries.length > 0)
        .map(({ section, entries }) => (
          <div key={section} className={css["navSection"]}>
            <div className={css["navTitle"]}>{t(`section.${section}`)}</div>
            {entries.map(({ to, icon: Icon, label, Count }) => (
              <Link
                key={to}
                to={to}
                className={css["navLink"]}
                activeProps={{ className: `${css["navLink"]} ${css["navActive"]}` }}
              >
                <Icon size={18} stroke={1.6} />
                <span className={css["navLabel"]}>{label[language]}</span>
                {Count && <Count />}
              </Link>
            ))}
          </div>
        ))}
    </div>
  );
}
