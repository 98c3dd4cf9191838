import { IconCircleCheck, IconCircleX, IconHelpCircle } from "@tabler/icons-react";
import { formatBytes, formatDecimal } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { type Tone, toneClass } from "../../ui/tone";
import css from "./assets.module.css";
import { type CheckName, checksOf, type FileFacts, RULES } from "./checks";
import { useAssetTexts } from "./texts";

/** Whether a file is as screens need it, one line a rule. */
export function CheckList({ facts }: { facts: FileFacts }) {
  const said = useSaid(facts);
  return (
    <ul className={css["checks"]}>
      {checksOf(facts).map(({ name, passed }) => (
        <CheckLine key={name} passed={passed}>
          {said(name)}
        </CheckLine>
      ))}
    </ul>
  );
}

export function CheckLine({ passed, children }: { passed: boolean | null; children: string }) {
  const t = useAssetTexts();
  const tone: Tone = passed === null ? "quiet" : passed ? "good" : "bad";
  const Icon = passed === null ? IconHelpCircle : passed ? IconCircleCheck : IconCircleX;
  const word = passed === null ? t("unknown") : passed ? t("passed") : t("failed");
  return (
    <li className={`${css["check"]} ${toneClass(tone)}`}>
      <Icon size={17} role="img" aria-label={word} />
      <span>{children}</span>
    </li>
  );
}

function useSaid({ type, bytes, width, height, seconds }: FileFacts): (name: CheckName) => string {
  const t = useAssetTexts();
  const language = useLanguage();
  return (name) => {
    switch (name) {
      case "type":
        return t("check.type", { type: type === "" ? "?" : type });
      case "size":
        return t("check.size", {
          size: formatBytes(bytes, language),
          most: formatBytes(RULES.bytes, language),
        });
      case "pixels":
        return t("check.pixels", {
          pixels: width === null || height === null ? "?" : `${width} × ${height}`,
          least: `${RULES.longSide} × ${RULES.shortSide}`,
        });
      case "length":
        return t("check.length", {
          seconds: seconds === null ? "?" : formatDecimal(seconds, language, 1),
          from: RULES.seconds[0],
          to: RULES.seconds[1],
        });
    }
  };
}
