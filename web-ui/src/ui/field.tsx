import { Input } from "@mantine/core";
import type { ReactNode } from "react";

/** A label above a control that brings none. */
export function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Input.Wrapper label={label} labelElement="div">
      {children}
    </Input.Wrapper>
  );
}
