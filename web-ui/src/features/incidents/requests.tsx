import { Anchor, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useHasRole } from "../../api/session";
import { paths } from "../../lib/paths";
import { ADMINS, OPERATOR, type Role } from "../../lib/roles";
import { useWords } from "../../lib/words";
import { Action, ConfirmedAction } from "../../ui/action";
import { Badge } from "../../ui/badge";
import { Panel } from "../../ui/panel";
import { useUiTexts } from "../../ui/texts";
import type { Tone } from "../../ui/tone";
import { Ago } from "../../ui/values";
import css from "./incidents.module.css";
import {
  requestsQuery,
  type StopRequest,
  useCampaignName,
  useDecideRequest,
  useSupplierName,
} from "./queries";
import { useIncidentTexts } from "./texts";

const READERS: readonly Role[] = [...OPERATOR, "SUPPLIER"];
const TONES: Record<StopRequest["status"], Tone> = {
  PENDING: "wait",
  APPROVED: "good",
  DECLINED: "quiet",
};

/** What suppliers ask to have stopped; nothing where nobody asked. */
export function Requests() {
  return useHasRole(READERS) ? <Asked /> : null;
}

function Asked() {
  const t = useIncidentTexts();
  const requests = useQuery(requestsQuery).data ?? [];
  const isSupplier = useHasRole(["SUPPLIER"]);
  const shown = isSupplier ? requests : requests.filter(({ status }) => status === "PENDING");
  if (shown.length === 0) return null;
  return (
    <Panel title={isSupplier ? t("ownRequests") : t("requests", { count: shown.length })}>
      <ul className={css["requests"]}>
        {shown.map((request) => (
          <Request key={request.id} request={request} />
        ))}
      </ul>
    </Panel>
  );
}

function Request({ request }: { request: StopRequest }) {
  const t = useIncidentTexts();
  const words = useWords();
  const campaignName = useCampaignName();
  const supplierName = useSupplierName();
  const isWaiting = request.status === "PENDING";
  const mayDecide = useHasRole(OPERATOR);
  const name = campaignName(request.campaign_id) ?? t("aCampaign");
  return (
    <li className={css["request"]}>
      <div className={css["lines"]}>
        <span className={css["requestHead"]}>
          <b className={css["name"]}>{name}</b>
          <Badge tone={TONES[request.status]}>{t(`request.${request.status}`)}</Badge>
          {request.is_safety && isWaiting && <Badge tone="bad">{t("ownDark")}</Badge>}
        </span>
        <span>
          {words("StopReason", request.reason_code)}
          {request.reason_detail && `: ${request.reason_detail}`}
        </span>
        <span className={css["muted"]}>
          {[supplierName(request.supplier_id), t("inStores", { count: request.store_ids.length })]
            .filter(Boolean)
            .join(" · ")}
          {" · "}
          <Ago at={request.created_at} />
        </span>
        <Evidence urls={request.evidence_urls} />
        {request.decision_note && (
          <span className={css["muted"]}>{t("said", { note: request.decision_note })}</span>
        )}
        {request.incident_id && (
          <Anchor component={Link} to={paths.incident(request.incident_id)} size="sm">
            {t("openIncident")}
          </Anchor>
        )}
      </div>
      {isWaiting && mayDecide && <Decide request={request} name={name} />}
    </li>
  );
}

/** Links that somebody gave; they are followed without telling where from. */
export function Evidence({ urls }: { urls: readonly string[] }) {
  if (urls.length === 0) return null;
  return (
    <span className={css["links"]}>
      {urls.map((url) => (
        <a key={url} href={url} target="_blank" rel="noopener noreferrer nofollow">
          {url}
        </a>
      ))}
    </span>
  );
}

function Decide({ request, name }: { request: StopRequest; name: string }) {
  const t = useIncidentTexts();
  const mayDecide = useHasRole(ADMINS);
  const decide = useDecideRequest();
  return (
    <Group gap="xs">
      <ConfirmedAction
        color="red"
        loading={decide.isPending}
        why={mayDecide ? null : t("adminsOnly")}
        title={t("stopTitle", { name })}
        text={t("stopText")}
        deed={t("stopDeed")}
        onConfirm={() => decide.mutate({ id: request.id, stop: true, note: "" })}
      >
        {t("stopDeed")}
      </ConfirmedAction>
      <Decline
        name={name}
        isSending={decide.isPending}
        why={mayDecide ? null : t("adminsOnly")}
        onDecline={(note) => decide.mutate({ id: request.id, stop: false, note })}
      />
    </Group>
  );
}

type DeclineProps = {
  name: string;
  isSending: boolean;
  why: string | null;
  onDecline: (note: string) => void;
};

function Decline({ name, isSending, why, onDecline }: DeclineProps) {
  const t = useIncidentTexts();
  const ui = useUiTexts();
  const [isOpen, { open, close }] = useDisclosure(false);
  const [note, setNote] = useState("");
  return (
    <>
      <Action variant="default" why={why} onClick={open}>
        {t("decline")}
      </Action>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t("declineTitle", { name })}
        closeButtonProps={{ "aria-label": ui("close") }}
      >
        <Stack>
          <Text size="sm">{t("declineText")}</Text>
          <Textarea
            label={t("note")}
            autosize
            minRows={3}
            value={note}
            onChange={({ currentTarget }) => setNote(currentTarget.value)}
          />
          <Action
            loading={isSending}
            why={note.trim() === "" ? t("needNote") : null}
            onClick={() => {
              close();
              onDecline(note.trim());
            }}
          >
            {t("decline")}
          </Action>
        </Stack>
      </Modal>
    </>
  );
}
