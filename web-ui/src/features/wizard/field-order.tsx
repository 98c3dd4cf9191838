import { MantineThemeProvider } from "@mantine/core";
import type { ReactNode } from "react";

const THEME = {
  components: {
    InputWrapper: {
      defaultProps: { inputWrapperOrder: ["label", "input", "error", "description"] },
    },
  },
};

/** Hints stand below their fields, so that fields side by side stand in one line. */
export function FieldOrder({ children }: { children: ReactNode }) {
  return <MantineThemeProvider theme={THEME}>{children}</MantineThemeProvider>;
}
