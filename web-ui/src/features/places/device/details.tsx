import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { type Device, rowsOf, storesQuery } from "../../../api/catalog";
import type { Schema } from "../../../api/client";
import { formatCount } from "../../../lib/numbers";
import { paths } from "../../../lib/paths";
import { formatBytes } from "../../../lib/sizes";
import { useLanguage } from "../../../lib/texts";
import { useWords } from "../../../lib/words";
import { Badge } from "../../../ui/badge";
import { type Column, DataTable } from "../../../ui/data-table";
import { Facts } from "../../../ui/facts";
import { Panel } from "../../../ui/panel";
import { Empty, Loaded } from "../../../ui/states";
import { Moment } from "../../../ui/values";
import css from "../places.module.css";
import { auditQuery, useStoreOf } from "./queries";
import { useDevicePageTexts } from "./texts";

/** Every field, the keys, and for the operator what was done to the screen. */
export function Details({ device, showsHistory }: { device: Device; showsHistory: boolean }) {
  const t = useDevicePageTexts();
  const words = useWords();
  const language = useLanguage();
  const store = useStoreOf(device);
  const place = store ? <Link to={paths.store(store.id)}>{store.name}</Link> : "–";
  const { slots_per_hour, image_display_seconds, screenshots } = device;
  return (
    <div className={css["stack"]}>
      <Panel title={t("details")}>
        <Facts
          facts={[
            [t("store"), place],
            [t("state"), words("DeviceStatus", device.status)],
            [t("slots"), slots_per_hour ? formatCount(slots_per_hour, language) : t("notDeclared")],
            [
              t("imageSeconds"),
              image_display_seconds
                ? t("seconds", { count: image_display_seconds })
                : t("applianceDefault"),
            ],
            [
              t("picturesEver"),
              screenshots
                ? t("picturesEverText", {
                    uploaded: screenshots.uploaded,
                    count: screenshots.accepted_plays,
                    bytes: formatBytes(screenshots.uploaded_bytes, language),
                  })
                : null,
            ],
            [t("added"), <Moment key="added" at={device.created_at} />],
            [t("changed"), <Moment key="changed" at={device.updated_at} />],
            [
              t("id"),
              <span key="id" className={css["mono"]}>
                {device.id}
              </span>,
            ],
          ]}
        />
      </Panel>
      <Keys device={device} />
      {showsHistory && <History id={device.id} />}
    </div>
  );
}

function Keys({ device }: { device: Device }) {
  const t = useDevicePageTexts();
  const columns = useMemo<Column<Schema<"DeviceKeyView">>[]>(
    () => [
      {
        id: "print",
        title: t("fingerprint"),
        cell: (key) => (
          <span className={css["mono"]} title={key.fingerprint}>
            {key.fingerprint.slice(0, 24)}…
          </span>
        ),
      },
      { id: "from", title: t("validFrom"), cell: (key) => <Moment at={key.valid_from} /> },
      {
        id: "until",
        title: t("validUntil"),
        cell: (key) =>
          key.valid_until ? (
            <Moment at={key.valid_until} />
          ) : (
            <Badge tone="good">{t("counts")}</Badge>
          ),
      },
    ],
    [t],
  );
  return (
    <Panel title={t("keys")} flush>
      {device.keys.length === 0 ? (
        <Empty title={t("noKeys")}>{t("noKeysText")}</Empty>
      ) : (
        <DataTable
          label={t("keys")}
          columns={columns}
          rows={device.keys.toReversed()}
          rowKey={(key) => key.key_id}
        />
      )}
    </Panel>
  );
}

function History({ id }: { id: string }) {
  const t = useDevicePageTexts();
  const words = useWords();
  const query = useInfiniteQuery(auditQuery(id));
  const stores = useQuery(storesQuery).data;
  const columns = useMemo<Column<Schema<"AuditView">>[]>(() => {
    const names = new Map(stores?.map((store) => [store.id, store.name]));
    const say = (field: string, value: string | null | undefined) => {
      if (!value) return "–";
      if (field === "store_id") return names.get(value) ?? value;
      return field === "status" ? words("DeviceStatus", value) : value;
    };
    return [
      {
        id: "when",
        title: t("when"),
        cell: (row) => (
          <span className={css["when"]}>
            <Moment at={row.at} named={false} />
          </span>
        ),
      },
      { id: "who", title: t("who"), cell: (row) => row.actor },
      { id: "what", title: t("what"), cell: (row) => deedText(t, row.action) },
      {
        id: "change",
        title: t("changeOf"),
        cell: (row) =>
          row.field && (
            <span className={css["rowText"]}>
              {words("Field", row.field)}: {say(row.field, row.old_value)} →{" "}
              {say(row.field, row.new_value)}
            </span>
          ),
      },
    ];
  }, [t, words, stores]);
  return (
    <Panel title={t("history")} flush>
      <Loaded query={query} isEmpty={(data) => rowsOf(data).length === 0}>
        {(data) => (
          <DataTable
            label={t("history")}
            columns={columns}
            rows={rowsOf(data)}
            rowKey={(row) => `${row.seq}-${row.field ?? ""}`}
            more={query.hasNextPage ? () => void query.fetchNextPage() : null}
            isLoadingMore={query.isFetchingNextPage}
          />
        )}
      </Loaded>
    </Panel>
  );
}

const DEEDS = ["create", "enrol", "approve", "update", "rotate_key", "command", "revoke"] as const;

function deedText(t: ReturnType<typeof useDevicePageTexts>, action: string): string {
  const known = DEEDS.find((deed) => action === `device.${deed}`);
  return known ? t(`deed.${known}`) : action;
}
