// @ts-nocheck Runs in a browser; this project does not load the DOM types.
// URLs of the phone: a shared call, a selected flow.

/** The URL of a call; it contains the whole call. */
export const addressOf = (one) => `${location.origin}${location.pathname}#${encodeURIComponent(JSON.stringify(one))}`;

/** The call that a shared URL contains; undefined when it contains none. */
export function callOfAddress() {
  if (location.hash.length < 2) return undefined;
  try {
    const { flow, given, acts } = JSON.parse(decodeURIComponent(location.hash.slice(1)));
    return flow && given && Array.isArray(acts) ? { flow, given, acts } : undefined;
  } catch {
    return undefined;
  }
}

/** The flow that the URL selects: `?flow=ID`. */
export function flowOfAddress() {
  const id = new URLSearchParams(location.search).get("flow");
  return id === null ? undefined : { id, from: "published" };
}
