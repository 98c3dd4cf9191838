import { useQuery } from "@tanstack/react-query";
import type { Store } from "../../../api/catalog";
import { useWords } from "../../../lib/words";
import { Badge } from "../../../ui/badge";
import { Panel } from "../../../ui/panel";
import { Empty, Loaded } from "../../../ui/states";
import css from "../places.module.css";
import { type Rule, rulesQuery } from "./queries";
import { useStorePageTexts } from "./texts";

/** What the store does not want on its screens. */
export function Rules({ store }: { store: Store }) {
  const t = useStorePageTexts();
  const rules = useQuery(rulesQuery(store.id));
  return (
    <Panel title={t("rules")} flush>
      <Loaded
        query={rules}
        isEmpty={(rows) => rows.length === 0}
        empty={<Empty title={t("noRules")}>{t("noRulesText")}</Empty>}
      >
        {(rows) =>
          [...rows]
            .sort((a, b) => Number(b.is_active) - Number(a.is_active))
            .map((rule) => <RuleRow key={rule.id} rule={rule} />)
        }
      </Loaded>
    </Panel>
  );
}

function RuleRow({ rule }: { rule: Rule }) {
  const t = useStorePageTexts();
  const words = useWords();
  const value =
    rule.rule_type === "CATEGORY" ? words("Category", rule.blocked_value) : rule.blocked_value;
  return (
    <div className={css["row"]}>
      <span className={css["rowText"]}>
        <span className={css["muted"]}>{t(`rule.${rule.rule_type}`)}: </span>
        {value}
        {rule.reason && <div className={css["muted"]}>{rule.reason}</div>}
      </span>
      <Badge tone={rule.is_active ? "info" : "quiet"}>{t(rule.is_active ? "on" : "off")}</Badge>
    </div>
  );
}
