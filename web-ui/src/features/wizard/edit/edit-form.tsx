import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Campaign } from "../../../api/catalog";
import { Problem } from "../../../api/problem";
import { paths } from "../../../lib/paths";
import { assetsQuery, offeredQuery, useEdit } from "../queries";
import { problemsOf } from "../rules";
import { BOUNDS } from "../shown";
import { useWizardTexts } from "../texts";
import { differs, type Field, type Patch, patchOf, type Values, valuesOf } from "../values";
import css from "../wizard.module.css";
import { ChangesPanel } from "./changes-panel";
import { forbidden, ruleOf } from "./checks";
import { EditFields } from "./edit-fields";
import { FixedFields } from "./fixed-fields";
import { useEditTexts } from "./texts";

type Props = { campaign: Campaign; etag: string; onReload: () => void };

/** What an edit form gives to its parts. */
export type EditProps = {
  campaign: Campaign;
  values: Values;
  set: <F extends Field>(field: F, value: Values[F]) => void;
  problem: (field: Field) => string | null;
};

/** The fields that may change now, and beside them what the change would do. */
export function EditForm({ campaign, etag, onReload }: Props) {
  const t = useEditTexts();
  const wizard = useWizardTexts();
  const navigate = useNavigate();
  const [values, setValues] = useState(() => ({ ...valuesOf(campaign), criteria: null }) as Values);
  const [reason, setReason] = useState("");
  const edit = useEdit(campaign.id, etag);
  const stores = useQuery(offeredQuery).data ?? [];
  const assets = useQuery(assetsQuery(campaign.advertiser_id ?? "")).data ?? [];
  const before: Values = { ...valuesOf(campaign), criteria: null };
  const changed = (Object.keys(before) as Field[]).filter(
    (field) => ruleOf(campaign, field) !== "READ_ONLY" && differs(field, before, values),
  );
  const general = problemsOf(values, true);
  const against = forbidden(campaign, values);
  const refused = edit.error instanceof Problem ? edit.error : null;
  const sentAs = JSON.stringify(edit.variables ?? null);
  const patch = patchWith(campaign, values, reason);
  const isSame = sentAs === JSON.stringify(patch);
  const problem = (field: Field): string | null => {
    if (!changed.includes(field)) return null;
    const code = general[field];
    const rule = against[field];
    if (rule !== undefined) return t(`forbidden.${rule}`);
    if (code !== undefined) return wizard(`wrong.${code}`, BOUNDS);
    return isSame ? (refused?.of(field) ?? null) : null;
  };
  const set = <F extends Field>(field: F, value: Values[F]) =>
    setValues((one) => ({ ...one, [field]: value }));
  const isWrong = changed.some((field) => general[field] ?? against[field]);
  const save = () =>
    edit.mutate(patch, {
      onSuccess: () => {
        notifications.show({ message: t("saved"), color: "shop" });
        void navigate({ to: paths.campaign(campaign.id) });
      },
    });
  const props: EditProps = { campaign, values, set, problem };
  return (
    <div className={css["columns"]}>
      <div className={css["stack"]}>
        <EditFields {...props} stores={stores} assets={assets} />
        <FixedFields campaign={campaign} stores={stores} assets={assets} />
      </div>
      <div className={css["sticky"]}>
        <ChangesPanel
          campaign={campaign}
          values={values}
          changed={changed}
          stores={stores}
          assets={assets}
          reason={reason}
          onReason={setReason}
          why={changed.length === 0 ? t("nothing") : isWrong ? t("somethingWrong") : null}
          refused={isSame ? refused : null}
          isSaving={edit.isPending}
          onSave={save}
          onReload={onReload}
        />
      </div>
    </div>
  );
}

function patchWith(campaign: Campaign, values: Values, reason: string): Patch {
  const isOpen = (field: Field) => ruleOf(campaign, field) !== "READ_ONLY";
  const patch = patchOf(campaign, values, isOpen);
  const before = valuesOf(campaign);
  if (isOpen("target_stores") && differs("target_stores", before, values)) {
    patch.target_stores = [...values.target_stores];
  }
  if (reason.trim() !== "") patch.reason = reason.trim();
  return patch;
}
