import { ActionIcon, Button, SegmentedControl, Tooltip } from "@mantine/core";
import { IconCheck, IconChecks } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { z } from "zod";
import { rowsOf } from "../../api/catalog";
import { usePerson } from "../../api/session";
import { useReadable } from "../../lib/readable";
import { useAddress } from "../../lib/route";
import { useLanguage } from "../../lib/texts";
import { Action } from "../../ui/action";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { toneClass } from "../../ui/tone";
import { Ago } from "../../ui/values";
import css from "./notices.module.css";
import { type Notice, noticesQuery, useRead, useReadAll } from "./queries";
import { pageOfNotice, toneOfNotice } from "./subject";
import { useNoticeTexts } from "./texts";

const SHOWN = ["all", "new"] as const;
const ADDRESS = z.object({ show: z.enum(SHOWN).catch("all") });

export function ReadAll({ unread }: { unread: number }) {
  const t = useNoticeTexts();
  const readAll = useReadAll();
  return (
    <Action
      variant="default"
      leftSection={<IconChecks size={16} />}
      loading={readAll.isPending}
      why={unread === 0 ? t("whyNoneUnread") : null}
      onClick={() => readAll.mutate()}
    >
      {t("readAll")}
    </Action>
  );
}

/** What one was told, newest first; what is new has a mark. */
export function Inbox() {
  const t = useNoticeTexts();
  const language = useLanguage();
  const [{ show }, change] = useAddress(ADDRESS);
  const query = useInfiniteQuery(noticesQuery(show === "new", language));
  return (
    <>
      <div className={css["filters"]}>
        <SegmentedControl
          aria-label={t("inbox")}
          value={show}
          onChange={(value) => change({ show: value === "new" ? "new" : "all" })}
          data={SHOWN.map((value) => ({ value, label: t(`show.${value}`) }))}
        />
      </div>
      <Panel flush>
        <Loaded
          query={query}
          isEmpty={(data) => rowsOf(data).length === 0}
          empty={<Empty title={t("none")}>{t("noneText")}</Empty>}
        >
          {(data) => (
            <>
              <ul className={css["list"]}>
                {rowsOf(data).map((notice) => (
                  <Row key={notice.seq} notice={notice} />
                ))}
              </ul>
              {query.hasNextPage && (
                <Button
                  variant="subtle"
                  fullWidth
                  loading={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {t("more")}
                </Button>
              )}
            </>
          )}
        </Loaded>
      </Panel>
    </>
  );
}

function Row({ notice }: { notice: Notice }) {
  const t = useNoticeTexts();
  const read = useRead();
  const { role } = usePerson();
  const page = pageOfNotice(notice.code, notice.subject_id ?? null, role);
  const message = useReadable()(notice.message);
  const isNew = !notice.read_at;
  const markRead = () => {
    if (isNew) read.mutate(notice.seq);
  };
  return (
    <li className={`${css["row"]} ${isNew ? css["new"] : ""}`}>
      <span className={`${css["dot"]} ${toneClass(toneOfNotice(notice.code))}`} />
      <span className={css["text"]}>
        {page ? (
          <Link to={page} className={css["message"]} onClick={markRead}>
            {message}
          </Link>
        ) : (
          <span className={css["message"]}>{message}</span>
        )}
        <span className={css["muted"]}>
          <Ago at={notice.at} />
          {isNew && ` · ${t("new")}`}
        </span>
      </span>
      {isNew && (
        <Tooltip label={t("markRead")}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`${t("markRead")}: ${message}`}
            loading={read.isPending}
            onClick={markRead}
          >
            <IconCheck size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </li>
  );
}
