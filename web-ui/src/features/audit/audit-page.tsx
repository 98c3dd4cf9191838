import { ActionIcon, Tooltip } from "@mantine/core";
import { IconFilter, IconRobot, IconServer, IconUser } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { rowsOf } from "../../api/catalog";
import { OWN_ZONE, zoneName } from "../../lib/dates";
import { useReadable } from "../../lib/readable";
import { useAddress } from "../../lib/route";
import { useKnownWord } from "../../lib/words";
import { type Column, DataTable } from "../../ui/data-table";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Moment } from "../../ui/values";
import css from "./audit.module.css";
import { Change, useNames } from "./change";
import { Filters } from "./filters";
import { deedText, pageOf, plain, subjectText } from "./names";
import { ADDRESS, auditQuery, type Entry, type Wanted } from "./queries";
import { useAuditTexts } from "./texts";

/** Everything that anybody did, newest first: who, what, to what, why. */
export function Page() {
  const t = useAuditTexts();
  const [wanted, change] = useAddress<Wanted>(ADDRESS);
  const query = useInfiniteQuery(auditQuery(wanted));
  const names = useNames();
  const columns = useColumns(names, (about) => change({ about }));
  return (
    <>
      <PageTitle title={t("title")} subtitle={t("subtitle", { zone: zoneName(OWN_ZONE) })} />
      <Filters
        wanted={wanted}
        change={change}
        aboutName={names.get(wanted.about) ?? wanted.about.slice(0, 8)}
      />
      <Panel flush>
        <Loaded
          query={query}
          isEmpty={(data) => rowsOf(data).length === 0}
          empty={<Empty title={t("none")}>{t("noneText")}</Empty>}
        >
          {(data) => (
            <DataTable
              label={t("title")}
              columns={columns}
              rows={rowsOf(data)}
              rowKey={(row) => `${row.seq}-${row.field ?? ""}-${row.subject_id ?? ""}`}
              more={query.hasNextPage ? () => void query.fetchNextPage() : null}
              isLoadingMore={query.isFetchingNextPage}
            />
          )}
        </Loaded>
      </Panel>
    </>
  );
}

function useColumns(
  names: ReadonlyMap<string, string>,
  only: (about: string) => void,
): Column<Entry>[] {
  const t = useAuditTexts();
  return useMemo(
    () => [
      {
        id: "what",
        title: t("what"),
        cell: (entry) => <What entry={entry} names={names} only={only} />,
      },
      { id: "who", title: t("who"), cell: (entry) => <Who entry={entry} /> },
      {
        id: "when",
        title: t("when"),
        cell: (entry) => (
          <span className={css["when"]}>
            <Moment at={entry.at} named={false} />
          </span>
        ),
      },
    ],
    [t, names, only],
  );
}

type WhatProps = {
  entry: Entry;
  names: ReadonlyMap<string, string>;
  only: (about: string) => void;
};

function What({ entry, names, only }: WhatProps) {
  const t = useAuditTexts();
  const known = useKnownWord();
  const readable = useReadable();
  const { subject_id: id, subject, action } = entry;
  const name = names.get(id ?? "");
  const page = id ? pageOf(subject, id) : null;
  return (
    <span className={css["what"]}>
      <span className={css["text"]}>
        <b>{deedText(t, action) ?? known(["AuditAction"], action) ?? plain(action)}</b>{" "}
        <span className={css["muted"]}>
          {subjectText(t, subject)}
          {page && (
            <>
              {" · "}
              <Link to={page}>{name ?? t("open")}</Link>
            </>
          )}
        </span>
        <Change entry={entry} names={names} />
        {entry.reason && (
          <span className={css["about"]}>{t("because", { reason: readable(entry.reason) })}</span>
        )}
      </span>
      {id && (
        <Tooltip label={t("onlyThis")}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t("onlyThis")}
            onClick={() => only(id)}
          >
            <IconFilter size={14} />
          </ActionIcon>
        </Tooltip>
      )}
    </span>
  );
}

const ICONS = { MANUAL: IconUser, API: IconRobot, SYSTEM: IconServer };

function Who({ entry: { actor, change_type, ip_address } }: { entry: Entry }) {
  const t = useAuditTexts();
  const Icon = ICONS[change_type];
  return (
    <span className={css["who"]}>
      <Tooltip label={t(`by.${change_type}`)}>
        <Icon size={15} stroke={1.6} aria-label={t(`by.${change_type}`)} />
      </Tooltip>
      <span className={css["text"]}>
        {actor}
        {ip_address && <span className={css["about"]}>{ip_address}</span>}
      </span>
    </span>
  );
}
