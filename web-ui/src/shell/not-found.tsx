import { Button } from "@mantine/core";
import { IconZoomQuestion } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { paths } from "../lib/paths";
import { State } from "../ui/states";
import { useShellTexts } from "./texts";

export function NotFound() {
  const t = useShellTexts();
  return (
    <State
      icon={<IconZoomQuestion size={28} stroke={1.5} />}
      title={t("notFoundTitle")}
      action={
        <Button variant="default" component={Link} to={paths.home}>
          {t("goHome")}
        </Button>
      }
    >
      {t("notFoundText")}
    </State>
  );
}
