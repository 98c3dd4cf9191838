/**
 * The one-time token of a kiosk's address (`/player#token=…`). It stands behind `#`, so that it
 * reaches no server's log; it leaves the address bar at once.
 */
export function takeToken(place: Location, history: History): string | null {
  const token = tokenOf(place.hash);
  if (token !== null) history.replaceState(history.state, "", place.pathname + place.search);
  return token;
}

/** The token in a fragment: `#token=…`, or the bare token. */
export function tokenOf(hash: string): string | null {
  const text = hash.replace(/^#/, "");
  const named = new URLSearchParams(text).get("token");
  const token = (named ?? (text.includes("=") ? "" : decodeURIComponent(text))).trim();
  return token === "" ? null : token;
}
