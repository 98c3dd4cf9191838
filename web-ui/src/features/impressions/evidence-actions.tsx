import { IconDownload, IconShieldCheck } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { download, save } from "../../api/download";
import { paths } from "../../lib/paths";
import { Action } from "../../ui/action";
import type { Play } from "./queries";
import { useImpressionTexts } from "./texts";

/** The evidence file of a billed play: to keep, or to be checked in this browser. */
export function EvidenceActions({ play }: { play: Play }) {
  const t = useImpressionTexts();
  const navigate = useNavigate();
  const wasBilled = play.status === "VERIFIED" || play.rejection_reason === "CHARGEBACK_APPROVED";
  const why = wasBilled ? null : t(play.status === "UNDER_REVIEW" ? "notYetBilled" : "neverBilled");
  const get = useMutation({
    mutationFn: async () => save(await download(`/api/v1/impressions/${play.id}/evidence`)),
  });
  return (
    <>
      <Action
        variant="default"
        leftSection={<IconDownload size={16} />}
        loading={get.isPending}
        why={why}
        onClick={() => get.mutate()}
      >
        {t("evidence")}
      </Action>
      <Action
        leftSection={<IconShieldCheck size={16} />}
        why={why}
        onClick={() => void navigate({ to: paths.verify, search: { play: play.id } as never })}
      >
        {t("verify")}
      </Action>
    </>
  );
}
