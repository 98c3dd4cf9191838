import { Notifications, notifications } from "@mantine/notifications";
import { useEffect } from "react";
import { OFFLINE, type Problem } from "../api/problem";
import { onFailure } from "../api/query";
import { useUiTexts } from "../ui/texts";

/** Shows problems of changes that no form shows: the sentence that the appliance said. */
export function Toasts() {
  const t = useUiTexts();
  useEffect(() => {
    onFailure((problem) => {
      const message = problem.error === OFFLINE ? t("offlineTitle") : sentence(problem);
      notifications.show({ message, color: "red", autoClose: 8000, withBorder: true });
    });
  }, [t]);
  return <Notifications position="bottom-right" limit={4} />;
}

function sentence({ fields, message, error }: Problem): string {
  return fields.map((field) => field.message).join(" ") || message || error;
}
