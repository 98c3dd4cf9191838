import { Stack, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Facts } from "../../../ui/facts";
import { Panel } from "../../../ui/panel";
import { Moment, Money } from "../../../ui/values";
import { advertisersQuery, walletQuery } from "../queries";
import type { PartProps } from "../shown";
import { useWizardTexts } from "../texts";
import css from "../wizard.module.css";

/** Name and description of a draft, and for whom it is. */
export function StartStep({ campaign, draft, shown }: PartProps) {
  const t = useWizardTexts();
  const { values, set } = draft;
  const buyerId = campaign.advertiser_id ?? "";
  const buyer = useQuery(advertisersQuery).data?.find(({ id }) => id === buyerId);
  const wallet = useQuery({ ...walletQuery(buyerId), enabled: buyerId !== "" }).data;
  return (
    <div className={css["columns"]}>
      <Panel>
        <Stack>
          {campaign.rejection_reason && (
            <p className={css["bad"]}>{t("whyRejected", { reason: campaign.rejection_reason })}</p>
          )}
          {campaign.requested_changes && (
            <p className={css["bad"]}>{t("whyChanges", { reason: campaign.requested_changes })}</p>
          )}
          <TextInput
            label={t("name")}
            description={t("nameHint")}
            required
            value={values.name}
            {...shown.of("name")}
            onChange={({ currentTarget }) => set("name", currentTarget.value)}
          />
          <Textarea
            label={t("description")}
            autosize
            minRows={3}
            value={values.description}
            {...shown.of("description")}
            onChange={({ currentTarget }) => set("description", currentTarget.value)}
          />
        </Stack>
      </Panel>
      <Panel title={t("advertiser")}>
        <Facts
          facts={[
            [t("advertiser"), buyer?.name ?? null],
            [
              t("available"),
              wallet ? <Money key="available" amount={wallet.available_balance} /> : null,
            ],
            [t("created"), <Moment key="created" at={campaign.created_at} />],
          ]}
        />
      </Panel>
    </div>
  );
}
