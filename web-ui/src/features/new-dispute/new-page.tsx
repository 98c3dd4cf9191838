import { Select, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { z } from "zod";
import { type Campaign, campaignsQuery } from "../../api/catalog";
import { Problem } from "../../api/problem";
import { formatDay } from "../../lib/dates";
import type { Decimal } from "../../lib/decimal";
import { paths } from "../../lib/paths";
import { addressText, useAddress } from "../../lib/route";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { useNow } from "../../ui/values";
import css from "./new-dispute.module.css";
import { PlayChoice } from "./play-choice";
import { type Kind, type NewDispute, useOpenDispute } from "./queries";
import { Summary } from "./summary";
import { useNewDisputeTexts } from "./texts";
import { openDays } from "./window";

const KINDS = ["WRONG_DURATION", "WRONG_LOCATION", "FRAUDULENT", "MISSING_IMPRESSION"] as const;
const ADDRESS = z.object({
  campaign: addressText,
  type: z.enum(KINDS).catch("WRONG_DURATION"),
  plays: addressText,
});

/** Opening a dispute: which campaign, what is wrong, which plays or day, and why. */
export function Page() {
  const t = useNewDisputeTexts();
  const campaigns = useQuery(campaignsQuery);
  return (
    <>
      <PageTitle title={t("title")} subtitle={t("subtitle")} />
      <Loaded
        query={campaigns}
        isEmpty={(rows) => rows.length === 0}
        empty={
          <Panel>
            <Empty title={t("noCampaign")}>{t("noCampaignText")}</Empty>
          </Panel>
        }
      >
        {(rows) => <Form campaigns={rows} />}
      </Loaded>
    </>
  );
}

/** Plays that were chosen, with what each costs; a pasted one has no cost before it is known. */
export type Chosen = ReadonlyMap<string, Decimal | null>;

function Form({ campaigns }: { campaigns: readonly Campaign[] }) {
  const t = useNewDisputeTexts();
  const navigate = useNavigate();
  const [address, change] = useAddress(ADDRESS);
  const [chosen, setChosen] = useState<Chosen>(
    () => new Map(address.plays === "" ? [] : address.plays.split(",").map((id) => [id, null])),
  );
  const [day, setDay] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const open = useOpenDispute();
  const ran = campaigns.filter(({ activated_at }) => activated_at);
  const campaign = campaigns.find(({ id }) => id === address.campaign) ?? null;
  const isByDay = address.type === "MISSING_IMPRESSION";
  const given: NewDispute = {
    type: address.type,
    reason: reason.trim(),
    ...(isByDay
      ? { campaign_id: address.campaign, date: day }
      : { impression_ids: [...chosen.keys()] }),
  };
  const send = () =>
    open.mutate(given, {
      onSuccess: ({ id }) => {
        notifications.show({ message: t("opened"), color: "shop" });
        void navigate({ to: paths.dispute(id) });
      },
    });
  const problem = open.error instanceof Problem ? open.error : null;
  return (
    <div className={css["desk"]}>
      <div className={css["column"]}>
        <Panel title={t("campaign")}>
          <Select
            searchable
            aria-label={t("campaign")}
            placeholder={t("campaignHint")}
            nothingFoundMessage={t("noCampaign")}
            value={campaign?.id ?? null}
            onChange={(id) => {
              change({ campaign: id ?? "" });
              setChosen(new Map());
              setDay(null);
            }}
            data={ran.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Panel>
        <Panel title={t("type")}>
          <KindCards value={address.type} onChange={(type) => change({ type })} />
        </Panel>
        {campaign &&
          (isByDay ? (
            <DayChoice campaign={campaign} day={day} onChoose={setDay} />
          ) : (
            <PlayChoice campaign={campaign} chosen={chosen} onChange={setChosen} />
          ))}
        <Panel title={t("reason")}>
          <Textarea
            aria-label={t("reason")}
            placeholder={t("reasonHint")}
            autosize
            minRows={3}
            maxLength={5000}
            value={reason}
            error={problem?.of("reason") ?? null}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <Grounds />
        </Panel>
      </div>
      <Summary
        isByDay={isByDay}
        campaign={campaign}
        chosen={chosen}
        day={day}
        hasReason={reason.trim() !== ""}
        problem={problem}
        isPending={open.isPending}
        onSend={send}
      />
    </div>
  );
}

function KindCards({ value, onChange }: { value: Kind; onChange: (kind: Kind) => void }) {
  const t = useNewDisputeTexts();
  const words = useWords();
  return (
    <div className={css["kinds"]} role="radiogroup" aria-label={t("type")}>
      {KINDS.map((kind) => (
        <label key={kind} className={css["kind"]} data-chosen={kind === value}>
          <input
            type="radio"
            name="kind"
            value={kind}
            checked={kind === value}
            onChange={() => onChange(kind)}
          />
          <b>{words("DisputeKind", kind)}</b>
          <span className={css["muted"]}>{t(`kind.${kind}`)}</span>
          <span className={css["muted"]}>{t("decides", { evidence: t(`evidence.${kind}`) })}</span>
        </label>
      ))}
    </div>
  );
}

type DayProps = { campaign: Campaign; day: string | null; onChoose: (day: string | null) => void };

function DayChoice({ campaign, day, onChoose }: DayProps) {
  const t = useNewDisputeTexts();
  const language = useLanguage();
  const days = openDays(campaign.start_date, useNow(60_000));
  return (
    <Panel title={t("day")}>
      <Select
        aria-label={t("day")}
        placeholder={t("dayHint")}
        value={day}
        onChange={onChoose}
        data={days.map((value) => ({ value, label: `${formatDay(value, language)} (UTC)` }))}
      />
      <p className={css["muted"]}>{t("dayText")}</p>
    </Panel>
  );
}

/** What counts as a ground and what does not. */
function Grounds() {
  const t = useNewDisputeTexts();
  const words = useWords();
  const valid = ["PROOF_INVALID", "DEVICE_OFFLINE", "DUPLICATE"];
  return (
    <dl className={css["grounds"]}>
      <div>
        <dt>{t("valid")}</dt>
        {valid.map((ground) => (
          <dd key={ground} data-valid="true">
            {words("ChargebackReason", ground)}
          </dd>
        ))}
      </div>
      <div>
        <dt>{t("invalid")}</dt>
        <dd data-valid="false">{t("tooExpensive")}</dd>
        <dd data-valid="false">{t("changedMind")}</dd>
      </div>
    </dl>
  );
}
