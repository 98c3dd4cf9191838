import { Switch, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCategory, IconLetterCase, IconTag } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { campaignsQuery, type Store } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { paths } from "../../lib/paths";
import { OPERATOR, SELLERS } from "../../lib/roles";
import { useWords } from "../../lib/words";
import { Badge } from "../../ui/badge";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import { Moment } from "../../ui/values";
import css from "./blocking.module.css";
import { Overrides } from "./overrides";
import { rulesQuery, useSwitchRule } from "./queries";
import { FLAGS, keptOut, type Rule } from "./rules";
import { useBlockingTexts } from "./texts";

/** The rules of one store, those that are on first. */
export function Rules({ store }: { store: Store }) {
  const t = useBlockingTexts();
  const rules = useQuery(rulesQuery(store.id));
  return (
    <Panel
      title={store.name}
      aside={
        rules.data && (
          <span className={css["muted"]}>
            {t("active", { count: rules.data.filter(({ is_active }) => is_active).length })}
          </span>
        )
      }
    >
      <Loaded
        query={rules}
        isEmpty={(rows) => rows.length === 0}
        empty={<Empty title={t("none")}>{t("noneText")}</Empty>}
      >
        {(rows) => (
          <ul className={css["rules"]}>
            {rows
              .toSorted((a, b) => Number(b.is_active) - Number(a.is_active))
              .map((rule) => (
                <OneRule key={rule.id} rule={rule} store={store} />
              ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}

const ICONS = { BRAND: IconTag, CATEGORY: IconCategory, KEYWORD: IconLetterCase };

function OneRule({ rule, store }: { rule: Rule; store: Store }) {
  const t = useBlockingTexts();
  const said = useValueWords();
  const seesCampaigns = useHasRole(OPERATOR);
  const { id, rule_type, is_active, reason, created_at } = rule;
  const Icon = ICONS[rule_type];
  return (
    <li className={css["rule"]} data-on={is_active}>
      <Icon size={20} stroke={1.6} />
      <div className={css["ruleText"]}>
        <span className={css["ruleHead"]}>
          <span className={css["muted"]}>{t(`type.${rule_type}`)}</span>
          <b>{said(rule)}</b>
          {!is_active && <Badge tone="quiet">{t("off")}</Badge>}
        </span>
        {reason && <span>{reason}</span>}
        <span className={css["muted"]}>
          {t("since")} <Moment at={created_at} zone={store.timezone} />
        </span>
        {seesCampaigns && <Kept rule={rule} />}
        <Overrides ruleId={id} rule={rule} />
      </div>
      <OnOff rule={rule} name={said(rule)} />
    </li>
  );
}

/** The value of a rule as people say it: categories and flags are words of the API. */
export function useValueWords(): (rule: Pick<Rule, "rule_type" | "blocked_value">) => string {
  const words = useWords();
  return ({ rule_type, blocked_value }) => {
    if (rule_type !== "CATEGORY") return `“${blocked_value}”`;
    const isFlag = FLAGS.some((flag) => flag === blocked_value);
    return words(isFlag ? "ScanFlag" : "Category", blocked_value);
  };
}

function OnOff({ rule, name }: { rule: Rule; name: string }) {
  const t = useBlockingTexts();
  const mayChange = useHasRole(SELLERS);
  const change = useSwitchRule();
  const { id, store_id, is_active } = rule;
  const toggle = () =>
    change.mutate(
      { store: store_id, rule: id, on: !is_active },
      {
        onSuccess: (after) =>
          notifications.show({
            message: t(after.is_active ? "switchedOn" : "switchedOff", { name }),
            color: "shop",
          }),
      },
    );
  return (
    <Tooltip label={t("forbidden")} disabled={mayChange}>
      <div>
        <Switch
          checked={is_active}
          disabled={!mayChange || change.isPending}
          onChange={toggle}
          aria-label={t("onOff", { name })}
        />
      </div>
    </Tooltip>
  );
}

/** The campaigns that this rule keeps out of the store now. */
function Kept({ rule }: { rule: Rule }) {
  const t = useBlockingTexts();
  const campaigns = useQuery(campaignsQuery).data;
  if (!campaigns || !rule.is_active) return null;
  const kept = keptOut(rule, campaigns);
  if (kept.length === 0) return <span className={css["muted"]}>{t("keepsNone")}</span>;
  return (
    <div className={css["kept"]}>
      <span className={css["muted"]}>{t("keeps", { count: kept.length })}</span>
      <ul>
        {kept.map(({ id, name, status }) => (
          <li key={id}>
            <Link to={paths.campaign(id)} className={css["link"]}>
              {name}
            </Link>
            <Status kind="CampaignStatus" word={status} />
          </li>
        ))}
      </ul>
    </div>
  );
}
