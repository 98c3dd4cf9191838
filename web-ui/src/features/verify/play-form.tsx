import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { parseUuid } from "./check/text";
import { useVerifyTexts } from "./texts";
import css from "./verify.module.css";

type Props = { label: string; first?: string; onOpen: (play: string) => void };

/** Takes the id of a play; says when it is none. */
export function PlayForm({ label, first = "", onOpen }: Props) {
  const t = useVerifyTexts();
  const [id, setId] = useState(first);
  const [isSent, setSent] = useState(false);
  const play = parseUuid(id.trim());
  return (
    <form
      className={css["byId"]}
      onSubmit={(event) => {
        event.preventDefault();
        setSent(true);
        if (play) onOpen(play);
      }}
    >
      <TextInput
        label={label}
        placeholder="01a1fdc5-bdb5-7804-be6c-8378106f9861"
        value={id}
        error={(isSent || id.trim() !== "") && play === null ? t("noId") : null}
        inputWrapperOrder={["label", "error", "input"]}
        onChange={({ currentTarget }) => setId(currentTarget.value)}
      />
      <Button type="submit" variant="default">
        {t("open")}
      </Button>
    </form>
  );
}
