import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Campaign } from "../../api/catalog";
import { type Case, isOffered } from "../../api/investigation";
import { paths } from "../../lib/paths";
import { useWords } from "../../lib/words";
import { Facts } from "../../ui/facts";
import { Panel } from "../../ui/panel";
import { Moment, Money } from "../../ui/values";
import { AcceptForm } from "./extension";
import css from "./investigations.module.css";
import { useInvestigationTexts } from "./texts";

type Props = { found: Case; end: NonNullable<Case["resolution"]>; campaign: Campaign };

/** What was found and what followed from it; the offer to run again where there is one. */
export function Ending({ found, end, campaign }: Props) {
  const t = useInvestigationTexts();
  const words = useWords();
  const { service_credit, post_mortem, documentation, extension_campaign_id } = end;
  return (
    <div className={css["stack"]}>
      {isOffered(found) && <AcceptForm campaign={campaign} />}
      <Panel title={words("Cause", end.cause)}>
        <Facts
          facts={[
            [t("decidedAt"), <Moment key="at" at={end.at} />],
            [t("decidedBy"), end.by],
            [t("refunded"), <Money key="refund" amount={found.refunded} />],
            [t("credit"), service_credit ? <Money key="credit" amount={service_credit} /> : null],
            [
              t("extension"),
              extension_campaign_id ? (
                <Anchor
                  key="extension"
                  component={Link}
                  to={paths.campaign(extension_campaign_id)}
                  size="sm"
                >
                  {t("openExtension")}
                </Anchor>
              ) : end.extension_offered ? (
                t("offeredOnly")
              ) : null,
            ],
          ]}
        />
        <Said title={t("findings")} text={end.findings} />
        {post_mortem && <Said title={t("postMortem")} text={post_mortem} />}
        {documentation && <Said title={t("documentation")} text={documentation} />}
      </Panel>
    </div>
  );
}

function Said({ title, text }: { title: string; text: string }) {
  return (
    <>
      <h3 className={css["small"]}>{title}</h3>
      <p className={css["said"]}>{text}</p>
    </>
  );
}
