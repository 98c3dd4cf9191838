import { Button, CopyButton } from "@mantine/core";
import { formatDecimal } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Facts } from "../../ui/facts";
import css from "./impressions.module.css";
import type { Trail } from "./queries";
import { useImpressionTexts } from "./texts";

/** What the device signed, byte for byte, and the hashes that everything hangs on. */
export function Signature({ trail }: { trail: Trail }) {
  const t = useImpressionTexts();
  const language = useLanguage();
  const { impression: play, signed_text, device_signature } = trail;
  const drift = play.sent_at ? Date.parse(play.sent_at) - Date.parse(play.received_at) : null;
  return (
    <div className={css["signature"]}>
      <Facts
        facts={[
          [t("version"), t("versionText", { version: play.signature_version })],
          [t("counter"), play.counter ?? null],
          [
            t("drift"),
            drift === null
              ? null
              : t("driftText", { seconds: formatDecimal(drift / 1000, language, 3) }),
          ],
          [t("variant"), play.variant_id ?? null],
          [t("queued"), play.backfill ? t("yes") : null],
          [t("proofHash"), <Code key="proof" text={play.proof_hash} />],
          [
            t("screenshotHash"),
            play.screenshot_hash ? <Code key="picture" text={play.screenshot_hash} /> : null,
          ],
          [t("playId"), <Code key="id" text={play.id} />],
        ]}
      />
      <details>
        <summary>{t("signedText")}</summary>
        <pre className={css["text"]}>{signed_text}</pre>
        <Copy text={signed_text} />
      </details>
      <details>
        <summary>{t("deviceSignature")}</summary>
        <pre className={css["text"]}>{device_signature}</pre>
        <Copy text={device_signature} />
      </details>
    </div>
  );
}

function Code({ text }: { text: string }) {
  return <code className={css["code"]}>{text}</code>;
}

function Copy({ text }: { text: string }) {
  const t = useImpressionTexts();
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button size="compact-xs" variant="default" onClick={copy}>
          {copied ? t("copied") : t("copy")}
        </Button>
      )}
    </CopyButton>
  );
}
