import { Button, CopyButton, Group, TextInput, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { assetContent } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { formatDuration } from "../../lib/dates";
import { BUYERS, OPERATOR } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Badge } from "../../ui/badge";
import { Facts } from "../../ui/facts";
import { Panel } from "../../ui/panel";
import { useUiTexts } from "../../ui/texts";
import { Moment, useNow } from "../../ui/values";
import css from "./assets.module.css";
import { CheckLine, CheckList } from "./check-list";
import { endOfDay, licenceTone } from "./licence";
import { hashOf } from "./probe";
import { type Asset, useAdvertisers, useAssetDeed } from "./queries";
import { useAssetTexts } from "./texts";

/** What is known of a file, and whether it is as it was when it came. */
export function AssetFacts({ asset }: { asset: Asset }) {
  const t = useAssetTexts();
  const words = useWords();
  const language = useLanguage();
  const seesAll = useHasRole(OPERATOR);
  return (
    <>
      <Panel title={t("facts")}>
        <Facts
          facts={[
            [
              t("advertiser"),
              seesAll ? <BuyerName key="buyer" id={asset.advertiser_id ?? null} /> : null,
            ],
            [t("kind"), words("AssetKind", asset.kind)],
            [t("length"), formatDuration(asset.duration_seconds, language)],
            [t("uploaded"), <Moment key="uploaded" at={asset.created_at} />],
            [t("changed"), <Moment key="changed" at={asset.updated_at} />],
          ]}
        />
      </Panel>
      <Panel title={t("checks")}>
        <CheckList
          facts={{
            type: asset.content_type,
            bytes: asset.bytes,
            width: asset.width,
            height: asset.height,
            seconds: asset.kind === "VIDEO" ? asset.duration_seconds : null,
          }}
        />
        <Hash asset={asset} />
      </Panel>
      <Licence asset={asset} />
    </>
  );
}

function BuyerName({ id }: { id: string | null }) {
  return useAdvertisers().find((one) => one.id === id)?.name ?? "–";
}

/** The hash that every play is bound to; it can be computed anew here. */
function Hash({ asset }: { asset: Asset }) {
  const t = useAssetTexts();
  const ui = useUiTexts();
  const check = useMutation({
    mutationFn: async () => {
      const response = await fetch(assetContent(asset.id));
      return response.ok ? hashOf(response.arrayBuffer()) : null;
    },
  });
  return (
    <>
      <p className={css["hashTitle"]}>SHA-256</p>
      <CopyButton value={asset.sha256}>
        {({ copied, copy }) => (
          <UnstyledButton className={css["hash"]} onClick={copy} title={ui("copy")}>
            {copied ? ui("copied") : asset.sha256}
          </UnstyledButton>
        )}
      </CopyButton>
      <Group mt="sm" gap="sm">
        <Button
          variant="default"
          size="compact-sm"
          loading={check.isPending}
          onClick={() => check.mutate()}
        >
          {t("checkHash")}
        </Button>
      </Group>
      {check.data !== undefined && (
        <ul className={css["checks"]} aria-live="polite">
          <CheckLine passed={check.data === null ? null : check.data === asset.sha256}>
            {check.data === null
              ? t("noHash")
              : check.data === asset.sha256
                ? t("sameHash")
                : t("otherHash")}
          </CheckLine>
        </ul>
      )}
    </>
  );
}

function Licence({ asset }: { asset: Asset }) {
  const t = useAssetTexts();
  const mayChange = useHasRole(BUYERS);
  const now = useNow(60_000);
  const end = asset.license_expires_at ?? null;
  const tone = licenceTone(end, now);
  return (
    <Panel
      title={t("licence")}
      aside={
        end && tone && tone !== "quiet" ? (
          <Badge tone={tone}>{Date.parse(end) <= now ? t("licenceOver") : t("licenceSoon")}</Badge>
        ) : undefined
      }
    >
      <div className={css["licence"]}>
        {end ? (
          <p>
            {t("licenceEnds")} <Moment at={end} />
          </p>
        ) : (
          <p>{t("noLicence")}</p>
        )}
        <p className={css["muted"]}>{t("licenceText")}</p>
        {mayChange && <LicenceForm asset={asset} />}
      </div>
    </Panel>
  );
}

function LicenceForm({ asset }: { asset: Asset }) {
  const t = useAssetTexts();
  const [day, setDay] = useState(asset.license_expires_at?.slice(0, 10) ?? "");
  const deed = useAssetDeed(asset.id);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const done = () => notifications.show({ message: t("licenceSaved"), color: "shop" });
    deed.mutate({ deed: "licence", end: endOfDay(day) }, { onSuccess: done });
  };
  const isSame = day === (asset.license_expires_at?.slice(0, 10) ?? "");
  return (
    <form onSubmit={send}>
      <Group align="flex-end" gap="sm">
        <TextInput
          type="date"
          label={t("licenceDay")}
          value={day}
          min={new Date().toISOString().slice(0, 10)}
          onChange={({ currentTarget }) => setDay(currentTarget.value)}
        />
        {!isSame && (
          <Button type="submit" variant="light" loading={deed.isPending}>
            {day === "" ? t("licenceNone") : t("licenceSave")}
          </Button>
        )}
      </Group>
    </form>
  );
}
