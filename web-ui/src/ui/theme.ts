import { createTheme, type MantineColorsTuple } from "@mantine/core";

const shop: MantineColorsTuple = [
  "#effcf9",
  "#d3f5ee",
  "#a9eadf",
  "#6fd9cb",
  "#3fc2b3",
  "#1fa596",
  "#12877c",
  "#0f6f67",
  "#105852",
  "#0f4844",
];

const slate: MantineColorsTuple = [
  "#e8ebee",
  "#c3cad1",
  "#9aa5b1",
  "#8592a0",
  "#4a545f",
  "#343c44",
  "#2a3138",
  "#171b1f",
  "#121518",
  "#0c0f11",
];

const signal: MantineColorsTuple = [
  "#fdeceb",
  "#fad4d1",
  "#f5a9a3",
  "#f07f76",
  "#ea5b50",
  "#e2402f",
  "#cf2f20",
  "#b8271a",
  "#98210f",
  "#7a1d0f",
];

export const theme = createTheme({
  primaryColor: "shop",
  primaryShade: { light: 7, dark: 7 },
  colors: { shop, red: signal, dark: slate },
  autoContrast: true,
  luminanceThreshold: 0.32,
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily:
    "Inter, ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Code', Menlo, 'Liberation Mono', monospace",
  headings: { fontWeight: "640", sizes: { h1: { fontSize: "1.5rem", lineHeight: "1.25" } } },
  fontSizes: { xs: "0.75rem", sm: "0.8438rem", md: "0.9375rem", lg: "1.0625rem", xl: "1.25rem" },
  components: {
    Tooltip: { defaultProps: { withArrow: true, openDelay: 250, multiline: true, maw: 320 } },
    Button: { defaultProps: { size: "sm" } },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.45 } } },
    Loader: { defaultProps: { type: "dots" } },
  },
});
