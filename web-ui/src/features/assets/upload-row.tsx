import { ActionIcon, Anchor, Progress, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { formatShare } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { useLanguage } from "../../lib/texts";
import { Media } from "../../ui/media";
import css from "./assets.module.css";
import { CheckLine, CheckList } from "./check-list";
import { useAssetTexts } from "./texts";
import type { Upload } from "./uploads";

type Props = { upload: Upload; onRename: (name: string) => void; onDrop: () => void };

/** One file on its way: its picture, the checks, how far it is, what came of it. */
export function UploadRow({ upload, onRename, onDrop }: Props) {
  const t = useAssetTexts();
  const language = useLanguage();
  const { file, name, preview, facts, state, share, problem, asset } = upload;
  const kind = file.type.startsWith("video/") ? "VIDEO" : "IMAGE";
  return (
    <div className={css["upload"]}>
      <div className={css["uploadShot"]}>
        <Media file={{ src: preview, kind, name }} fit="contain" />
      </div>
      <div className={css["uploadText"]}>
        {asset ? (
          <Anchor component={Link} to={paths.asset(asset.id)}>
            {asset.name}
          </Anchor>
        ) : (
          <TextInput
            size="xs"
            aria-label={t("name")}
            maxLength={200}
            value={name}
            disabled={state === "sending"}
            onChange={({ currentTarget }) => onRename(currentTarget.value)}
          />
        )}
        {state === "sending" && (
          <Progress
            value={share * 100}
            aria-label={t("sent", { share: formatShare(share, language, 0) })}
          />
        )}
        {state !== "done" && facts && <CheckList facts={facts} />}
        {problem && (
          <ul className={css["checks"]}>
            <CheckLine passed={false}>{problem}</CheckLine>
          </ul>
        )}
        {asset && <Arrived upload={upload} sha256={asset.sha256} />}
      </div>
      {state !== "sending" && (
        <ActionIcon variant="subtle" color="gray" aria-label={t("drop", { name })} onClick={onDrop}>
          <IconX size={16} />
        </ActionIcon>
      )}
    </div>
  );
}

/** Whether what the appliance has is what was sent, byte for byte. */
function Arrived({ upload: { hash }, sha256 }: { upload: Upload; sha256: string }) {
  const t = useAssetTexts();
  return (
    <ul className={css["checks"]}>
      <CheckLine passed>{t("arrived")}</CheckLine>
      {hash !== null && (
        <CheckLine passed={hash === sha256}>
          {hash === sha256 ? t("sameHash") : t("otherHash")}
        </CheckLine>
      )}
    </ul>
  );
}
