/** Takes whoever looks, and whoever listens, to what has come up. */
export function bringUp(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: "center" });
}
