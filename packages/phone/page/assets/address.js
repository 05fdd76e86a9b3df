// @ts-nocheck It runs in a browser, whose types this project does not load.
// Addresses of the phone: a call that is shared, a flow that is chosen.

/** A call as an address: everything that it consists of. */
export const addressOf = (one) => `${location.origin}${location.pathname}#${encodeURIComponent(JSON.stringify(one))}`;

/** The call of a shared address; undefined for another address. */
export function callOfAddress() {
  if (location.hash.length < 2) return undefined;
  try {
    const { flow, given, acts } = JSON.parse(decodeURIComponent(location.hash.slice(1)));
    return flow && given && Array.isArray(acts) ? { flow, given, acts } : undefined;
  } catch {
    return undefined;
  }
}

/** The flow that the address names: `?flow=ID`. */
export function flowOfAddress() {
  const id = new URLSearchParams(location.search).get("flow");
  return id === null ? undefined : { id, from: "published" };
}
