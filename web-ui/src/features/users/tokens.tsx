import { notifications } from "@mantine/notifications";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useHasRole, usePerson } from "../../api/session";
import { ADMINS } from "../../lib/roles";
import { useWords } from "../../lib/words";
import { Action, ConfirmedAction } from "../../ui/action";
import { Badge } from "../../ui/badge";
import { type Column, DataTable } from "../../ui/data-table";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Moment } from "../../ui/values";
import { grantable } from "./grants";
import { type Token, tokensQuery, useOwners, useRevokeToken } from "./queries";
import { useUserTexts } from "./texts";
import { TokenDialog } from "./token-dialog";
import css from "./users.module.css";

/** Programs that may call the API; what counts comes first. */
export function Tokens() {
  const t = useUserTexts();
  const tokens = useQuery(tokensQuery);
  const mayChange = useHasRole(ADMINS);
  const [isAdding, setIsAdding] = useState(false);
  const columns = useColumns();
  return (
    <>
      <div className={css["filters"]}>
        <span className={css["lead"]}>{t("tokensText")}</span>
        <Action
          leftSection={<IconPlus size={16} />}
          why={mayChange ? null : t("whyNotAdmin")}
          onClick={() => setIsAdding(true)}
        >
          {t("addToken")}
        </Action>
      </div>
      <Panel flush>
        <Loaded
          query={tokens}
          isEmpty={(rows) => rows.length === 0}
          empty={<Empty title={t("noTokens")}>{t("noTokensText")}</Empty>}
        >
          {(rows) => (
            <DataTable
              label={t("tokens")}
              columns={columns}
              rows={[...rows].sort((a, b) => Number(b.is_active) - Number(a.is_active))}
              rowKey={({ id }) => id}
            />
          )}
        </Loaded>
      </Panel>
      {isAdding && <TokenDialog onClose={() => setIsAdding(false)} />}
    </>
  );
}

function useColumns(): Column<Token>[] {
  const t = useUserTexts();
  const words = useWords();
  const owners = useOwners();
  return useMemo(() => {
    const names = new Map(owners.map(({ id, name }) => [id, name]));
    return [
      {
        id: "name",
        title: t("token"),
        compare: (a, b) => a.name.localeCompare(b.name),
        cell: ({ name }) => <b className={css["name"]}>{name}</b>,
      },
      {
        id: "role",
        title: t("role"),
        cell: ({ role, owner_id }) => (
          <span className={css["name"]}>
            {words("Role", role)}
            {owner_id && <span className={css["muted"]}>{names.get(owner_id)}</span>}
          </span>
        ),
      },
      { id: "state", title: t("state"), cell: (token) => <State token={token} /> },
      {
        id: "made",
        wide: true,
        title: t("made"),
        compare: (a, b) => a.created_at.localeCompare(b.created_at),
        cell: ({ created_at }) => <Moment at={created_at} named={false} />,
      },
      {
        id: "until",
        title: t("until"),
        cell: ({ expires_at, revoked_at }) => {
          const end = revoked_at ?? expires_at;
          return end ? <Moment at={end} named={false} /> : t("forGood");
        },
      },
      {
        id: "revoke",
        title: "",
        align: "right",
        cell: (token) => (token.is_active ? <Revoke token={token} /> : null),
      },
    ];
  }, [t, words, owners]);
}

function State({ token: { is_active, revoked_at } }: { token: Token }) {
  const t = useUserTexts();
  if (is_active) return <Badge tone="good">{t("counts")}</Badge>;
  return <Badge tone="quiet">{t(revoked_at ? "revoked" : "expired")}</Badge>;
}

function Revoke({ token }: { token: Token }) {
  const t = useUserTexts();
  const revoke = useRevokeToken(token.id);
  const { role } = usePerson();
  return (
    <ConfirmedAction
      size="compact-sm"
      variant="default"
      loading={revoke.isPending}
      why={grantable(role).includes(token.role) ? null : t("whyNotGranted")}
      title={t("revokeTitle", { name: token.name })}
      text={t("revokeText")}
      deed={t("revokeDeed")}
      color="red"
      onConfirm={() =>
        revoke.mutate(undefined, {
          onSuccess: () => notifications.show({ message: t("tokenRevoked", { name: token.name }) }),
        })
      }
    >
      {t("revoke")}
    </ConfirmedAction>
  );
}
