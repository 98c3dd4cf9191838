import { Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Campaign } from "../../api/catalog";
import { Problem } from "../../api/problem";
import { whenDone } from "../../api/query";
import { useHasRole } from "../../api/session";
import { formatMoment } from "../../lib/dates";
import { formatMoney } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { BUYERS } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { ConfirmedAction } from "../../ui/action";
import { Panel } from "../../ui/panel";
import { toneClass } from "../../ui/tone";
import { dayAfter, endOf } from "./decision";
import css from "./investigations.module.css";
import { useAccept } from "./queries";
import { useInvestigationTexts } from "./texts";

/** Days from now at which an extension usually begins: room for credit and approval. */
const USUAL_DAYS = 4;

/** The offer to run again: from when, and what follows. */
export function AcceptForm({ campaign }: { campaign: Campaign }) {
  const t = useInvestigationTexts();
  const language = useLanguage();
  const navigate = useNavigate();
  const mayAccept = useHasRole(BUYERS);
  const accept = useAccept(campaign.id);
  const [day, setDay] = useState(() => dayAfter(Date.now(), USUAL_DAYS));
  const { start_date, end_date } = campaign;
  const end = start_date && end_date ? endOf(day, start_date, end_date) : null;
  const problem = accept.error instanceof Problem ? accept.error : null;
  const budget = formatMoney(campaign.budget ?? "0", language);
  const why = mayAccept ? (end === null ? t("needDay") : null) : t("buyersOnly");
  const send = () =>
    whenDone(accept.mutateAsync(day), ({ id }) => {
      notifications.show({ message: t("accepted"), color: "shop" });
      void navigate({ to: paths.campaign(id) });
    });
  return (
    <Panel title={t("offer")}>
      <Stack>
        <Text size="sm">{t("offerText", { budget })}</Text>
        <TextInput
          type="date"
          label={t("beginsOn")}
          description={
            end === null ? t("needDay") : t("endsAt", { end: formatMoment(end, language, "UTC") })
          }
          min={dayAfter(Date.now(), 1)}
          value={day}
          error={problem?.of("start_date")}
          onChange={({ currentTarget }) => setDay(currentTarget.value)}
        />
        {problem && problem.of("start_date") === undefined && (
          <div className={`${css["note"]} ${toneClass("bad")}`} role="alert">
            {problem.message}
          </div>
        )}
        <ConfirmedAction
          loading={accept.isPending}
          why={why}
          title={t("acceptTitle", { name: campaign.name })}
          text={t("acceptText", { budget })}
          deed={t("acceptDeed")}
          onConfirm={send}
        >
          {t("accept")}
        </ConfirmedAction>
        {why !== null && (
          <Text size="sm" c="dimmed" role="status">
            {why}
          </Text>
        )}
      </Stack>
    </Panel>
  );
}
