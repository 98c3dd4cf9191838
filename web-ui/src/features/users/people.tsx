import { SegmentedControl, TextInput } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { z } from "zod";
import { useHasRole } from "../../api/session";
import { fold } from "../../lib/fold";
import { LANGUAGE_NAMES } from "../../lib/language";
import { ADMINS } from "../../lib/roles";
import { addressText, useAddress } from "../../lib/route";
import { useWords } from "../../lib/words";
import { Action } from "../../ui/action";
import { Badge } from "../../ui/badge";
import { type Column, DataTable } from "../../ui/data-table";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Moment } from "../../ui/values";
import { needsOwner } from "./grants";
import { PersonDialog } from "./person-dialog";
import { type User, useOwners, usersQuery } from "./queries";
import { useUserTexts } from "./texts";
import css from "./users.module.css";

const SHOWN = ["all", "house", "advertisers", "suppliers", "off"] as const;
type Shown = (typeof SHOWN)[number];
const ADDRESS = z.object({ show: z.enum(SHOWN).catch("all"), q: addressText });

const FITS: Record<Shown, (user: User) => boolean> = {
  all: () => true,
  house: ({ role }) => !needsOwner(role),
  advertisers: ({ role }) => role === "ADVERTISER",
  suppliers: ({ role }) => role === "SUPPLIER",
  off: ({ is_active }) => !is_active,
};

type Open = { user: User | null } | null;

/** Everybody who may sign in; a row opens what can be changed. */
export function People() {
  const t = useUserTexts();
  const users = useQuery(usersQuery);
  const [{ show, q }, change] = useAddress(ADDRESS);
  const [open, setOpen] = useState<Open>(null);
  const mayChange = useHasRole(ADMINS);
  return (
    <>
      <div className={css["filters"]}>
        <SegmentedControl
          aria-label={t("people")}
          value={show}
          onChange={(value) => change({ show: SHOWN.find((one) => one === value) ?? "all" })}
          data={SHOWN.map((value) => ({ value, label: t(`show.${value}`) }))}
        />
        <TextInput
          className={css["search"]}
          leftSection={<IconSearch size={16} />}
          aria-label={t("search")}
          placeholder={t("search")}
          value={q}
          onChange={({ currentTarget }) => change({ q: currentTarget.value })}
        />
        <Action
          leftSection={<IconPlus size={16} />}
          why={mayChange ? null : t("whyNotAdmin")}
          onClick={() => setOpen({ user: null })}
        >
          {t("addPerson")}
        </Action>
      </div>
      <Panel flush>
        <Loaded query={users}>
          {(all) => (
            <List
              users={all.filter(
                (user) => FITS[show](user) && fold(`${user.name} ${user.email}`).includes(fold(q)),
              )}
              onOpen={mayChange ? (user) => setOpen({ user }) : undefined}
            />
          )}
        </Loaded>
      </Panel>
      {open && <PersonDialog user={open.user} onClose={() => setOpen(null)} />}
    </>
  );
}

type ListProps = { users: readonly User[]; onOpen: ((user: User) => void) | undefined };

function List({ users, onOpen }: ListProps) {
  const t = useUserTexts();
  const columns = useColumns();
  if (users.length === 0) return <Empty title={t("nobody")}>{t("nobodyText")}</Empty>;
  return (
    <DataTable
      label={t("people")}
      columns={columns}
      rows={users}
      rowKey={({ id }) => id}
      {...(onOpen && { onOpen })}
    />
  );
}

function useColumns(): Column<User>[] {
  const t = useUserTexts();
  const words = useWords();
  const owners = useOwners();
  const names = useMemo(() => new Map(owners.map(({ id, name }) => [id, name])), [owners]);
  return useMemo(
    () => [
      {
        id: "name",
        title: t("name"),
        compare: (a, b) => a.name.localeCompare(b.name),
        cell: ({ name, email }) => (
          <span className={css["name"]}>
            <b>{name}</b>
            <span className={css["muted"]}>{email}</span>
          </span>
        ),
      },
      {
        id: "role",
        title: t("role"),
        compare: (a, b) => a.role.localeCompare(b.role),
        cell: ({ role, owner_id }) => (
          <span className={css["name"]}>
            {words("Role", role)}
            {owner_id && <span className={css["muted"]}>{names.get(owner_id)}</span>}
          </span>
        ),
      },
      {
        id: "state",
        title: t("state"),
        cell: ({ is_active }) => (
          <Badge tone={is_active ? "good" : "quiet"}>{t(is_active ? "active" : "disabled")}</Badge>
        ),
      },
      {
        id: "language",
        wide: true,
        title: t("language"),
        cell: ({ language }) => LANGUAGE_NAMES[language],
      },
      {
        id: "since",
        wide: true,
        title: t("since"),
        compare: (a, b) => a.created_at.localeCompare(b.created_at),
        cell: ({ created_at }) => <Moment at={created_at} named={false} />,
      },
    ],
    [t, words, names],
  );
}
