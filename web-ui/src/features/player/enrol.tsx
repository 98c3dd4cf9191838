import { Alert, Button, SegmentedControl, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { isLanguage, LANGUAGE_NAMES, LANGUAGES } from "../../lib/language";
import { changeLanguage, useLanguage } from "../../lib/texts";
import type { Screen } from "./engine/screen";
import type { ScreenState } from "./engine/state";
import css from "./player.module.css";
import { usePlayerTexts } from "./texts";

/** Asks for the one-time token that makes this tab a screen. */
export function Enrol({ state, screen }: { state: ScreenState; screen: Screen | null }) {
  const t = usePlayerTexts();
  const language = useLanguage();
  const [token, setToken] = useState("");
  const [isAsked, setIsAsked] = useState(false);
  const isRevoked = state.phase === "revoked";
  const problem = state.problem === "OFFLINE" ? t("noAnswer") : state.problem;
  const isEmpty = token.trim() === "";
  const send = (event: FormEvent) => {
    event.preventDefault();
    setIsAsked(true);
    if (!isEmpty) screen?.enrol(token);
  };
  return (
    <div className={css["door"]}>
      <section className={css["card"]}>
        <img src="/icon.svg" alt="" width={44} height={44} />
        <h2 className={css["cardTitle"]}>{isRevoked ? t("revoked") : t("enrol")}</h2>
        <p className={css["cardLead"]}>{isRevoked ? t("revokedLead") : t("enrolLead")}</p>
        <form onSubmit={send} noValidate>
          <Stack gap="sm">
            {problem !== null && (
              <Alert color="red" variant="light" role="alert">
                {problem}
              </Alert>
            )}
            <TextInput
              label={t("token")}
              value={token}
              autoComplete="off"
              spellCheck={false}
              error={isAsked && isEmpty ? t("needToken") : undefined}
              onChange={({ currentTarget }) => setToken(currentTarget.value)}
            />
            <Button type="submit" size="md" loading={state.phase === "enrolling"}>
              {t("start")}
            </Button>
          </Stack>
        </form>
      </section>
      <SegmentedControl
        size="xs"
        value={language}
        aria-label={t("language")}
        onChange={(value) => {
          if (isLanguage(value)) void changeLanguage(value);
        }}
        data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      />
    </div>
  );
}
