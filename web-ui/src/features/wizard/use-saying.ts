import { useCallback } from "react";
import { sayingOf } from "./server-words";
import { useWizardTexts } from "./texts";

/** Says a sentence of the appliance in the language that is on, where it is a known one. */
export function useSaying(): (message: string) => string {
  const t = useWizardTexts();
  return useCallback(
    (message) => {
      const saying = sayingOf(message);
      return saying === null ? message : t(saying.key, saying.values);
    },
    [t],
  );
}
