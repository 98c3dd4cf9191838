import { Button, Group, List } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { paths } from "../../../lib/paths";
import { PageTitle } from "../../../ui/page-title";
import { Panel } from "../../../ui/panel";
import { QrCode } from "../../../ui/qr-code";
import { Secret } from "../../../ui/secret";
import { toneClass } from "../../../ui/tone";
import css from "../places.module.css";
import { useDevicePageTexts } from "./texts";

/** The enrolment token, which nobody can read again, and what to do with it. */
export function TokenShown({ id, name, token }: { id: string; name: string; token: string }) {
  const t = useDevicePageTexts();
  // Behind `#` it reaches no server's log.
  const address = `${location.origin}${paths.player}#${token}`;
  return (
    <div className={css["narrow"]}>
      <PageTitle title={t("tokenTitle", { name })} subtitle={t("tokenLead")} />
      <div className={`${css["note"]} ${toneClass("wait")}`} role="status">
        {t("tokenOnce")}
      </div>
      <Panel>
        <div className={css["token"]}>
          <div>
            <List type="ordered" spacing="xs" size="sm" mb="md">
              <List.Item>{t("step1")}</List.Item>
              <List.Item>{t("step2")}</List.Item>
              <List.Item>{t("step3")}</List.Item>
            </List>
            <Secret label={t("address")} value={address} />
            <Secret label={t("tokenAlone")} value={token} />
          </div>
          <QrCode text={address} label={t("qr")} />
        </div>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" component={Link} to={paths.device(id)}>
            {t("toPage")}
          </Button>
        </Group>
      </Panel>
    </div>
  );
}
