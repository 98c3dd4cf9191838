import { Anchor } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { type Campaign, devicesQuery, storesQuery } from "../../../api/catalog";
import { useHasRole } from "../../../api/session";
import { formatMoment } from "../../../lib/dates";
import { paths } from "../../../lib/paths";
import { BUYERS, OPERATOR } from "../../../lib/roles";
import { useLanguage } from "../../../lib/texts";
import { Action } from "../../../ui/action";
import { Badge } from "../../../ui/badge";
import { type Column, DataTable } from "../../../ui/data-table";
import { Figure } from "../../../ui/figure";
import { Panel } from "../../../ui/panel";
import { Empty, Loaded } from "../../../ui/states";
import { type Tone, toneClass } from "../../../ui/tone";
import { Ago, Count } from "../../../ui/values";
import css from "../campaigns.module.css";
import { type Distribution, distributionQuery, inOrder, type Share, useRetry } from "./queries";
import { useScreensTexts } from "./texts";

/** Which screens have the content, which do not, and why; distributing it again. */
export function Screens({ campaign }: { campaign: Campaign }) {
  const found = useQuery(distributionQuery(campaign.id));
  return <Loaded query={found}>{(one) => <Shown campaign={campaign} found={one} />}</Loaded>;
}

function Shown({ campaign, found }: { campaign: Campaign; found: Distribution }) {
  const t = useScreensTexts();
  const language = useLanguage();
  const { devices, started_at } = found;
  return (
    <div className={css["stack"]}>
      <Troubles campaign={campaign} found={found} />
      <Panel flush>
        <Figures found={found} />
      </Panel>
      <Panel
        title={t("screens")}
        aside={
          started_at && (
            <span className={css["muted"]}>
              {t("since", { time: formatMoment(started_at, language) })}
            </span>
          )
        }
        flush
      >
        {devices.length === 0 ? (
          <Empty title={t("none")}>{t("noneText")}</Empty>
        ) : (
          <List devices={devices} />
        )}
      </Panel>
    </div>
  );
}

/** What went wrong, in a sentence each, and the way on. */
function Troubles({ campaign, found }: { campaign: Campaign; found: Distribution }) {
  const t = useScreensTexts();
  const language = useLanguage();
  const retry = useRetry(campaign.id);
  const mayRetry = useHasRole(BUYERS);
  const { error, offline_since, content_failures } = found;
  const notes: [Tone, string][] = [];
  if (error) notes.push(["bad", t("failed", { reason: error })]);
  if (offline_since) {
    notes.push(["wait", t("allOffline", { time: formatMoment(offline_since, language) })]);
  }
  if (content_failures > 0) notes.push(["wait", t("unread", { count: content_failures })]);
  const again = () =>
    retry.mutate(undefined, {
      onSuccess: () => notifications.show({ message: t("retried"), color: "shop" }),
    });
  return (
    <>
      {notes.map(([tone, text]) => (
        <div key={text} className={`${css["note"]} ${css["close"]} ${toneClass(tone)}`}>
          {text}
        </div>
      ))}
      {campaign.allowed_actions.includes("RETRY_DISTRIBUTION") && (
        <div>
          <Action
            leftSection={<IconRefresh size={16} />}
            why={mayRetry ? null : t("notYours")}
            loading={retry.isPending}
            onClick={again}
          >
            {t("retry")}
          </Action>
        </div>
      )}
    </>
  );
}

function Figures({ found }: { found: Distribution }) {
  const t = useScreensTexts();
  const { acked, pending, failed, not_told, devices_total, next_look_at } = found;
  return (
    <div className={css["figures"]}>
      <Figure
        label={t("got")}
        value={<Count value={acked} />}
        hint={t("gotHint", { count: devices_total })}
        {...(devices_total > 0 && { tone: acked > 0 ? ("good" as const) : ("bad" as const) })}
      />
      <Figure
        label={t("asked")}
        value={<Count value={pending} />}
        {...(pending > 0 && { tone: "wait" as const })}
      />
      <Figure
        label={t("refused")}
        value={<Count value={failed} />}
        {...(failed > 0 && { tone: "bad" as const })}
      />
      <Figure label={t("notTold")} value={<Count value={not_told} />} hint={t("notToldHint")} />
      <Figure
        label={t("nextLook")}
        value={next_look_at ? <Ago at={next_look_at} /> : t("noLook")}
      />
    </div>
  );
}

const TONES: Record<"PENDING" | "ACKED" | "FAILED", Tone> = {
  PENDING: "wait",
  ACKED: "good",
  FAILED: "bad",
};

/** Where a screen hangs, for those who see all of them. */
function useStoreName(isAsked: boolean) {
  const devices = useQuery({ ...devicesQuery, enabled: isAsked }).data;
  const stores = useQuery({ ...storesQuery, enabled: isAsked }).data;
  return useMemo(() => {
    const names = new Map(stores?.map(({ id, name }) => [id, name]));
    const places = new Map(devices?.map(({ id, store_id }) => [id, names.get(store_id ?? "")]));
    return (id: string | null | undefined) => places.get(id ?? "") ?? null;
  }, [devices, stores]);
}

function List({ devices }: { devices: readonly Share[] }) {
  const t = useScreensTexts();
  const seesDevices = useHasRole(OPERATOR);
  const storeOf = useStoreName(seesDevices);
  const rows = useMemo(() => inOrder(devices), [devices]);
  const columns = useMemo<Column<Share>[]>(
    () => [
      {
        id: "screen",
        title: t("screen"),
        cell: ({ device_id, device_name, online }) => (
          <span>
            {seesDevices && device_id ? (
              <Anchor component={Link} size="sm" to={paths.device(device_id)}>
                {device_name}
              </Anchor>
            ) : (
              <b>{device_name ?? t("unknown")}</b>
            )}{" "}
            <span className={css["muted"]}>
              {[storeOf(device_id), t(online ? "online" : "offline")].filter(Boolean).join(" · ")}
            </span>
          </span>
        ),
      },
      {
        id: "state",
        title: t("state"),
        cell: ({ status }) => (
          <Badge tone={status ? TONES[status] : "quiet"}>{t(`share.${status ?? "NONE"}`)}</Badge>
        ),
      },
      { id: "tries", title: t("tries"), cell: (row) => t("triesText", { count: row.tries }) },
      {
        id: "changed",
        title: t("changed"),
        cell: ({ changed_at }) => (changed_at ? <Ago at={changed_at} /> : "–"),
      },
      {
        id: "said",
        title: t("said"),
        cell: ({ reason }) => <span className={css["message"]}>{reason}</span>,
      },
    ],
    [t, seesDevices, storeOf],
  );
  return (
    <DataTable
      label={t("screens")}
      columns={columns}
      rows={rows}
      rowKey={({ device_id, device_name }) => device_id ?? device_name ?? ""}
    />
  );
}
