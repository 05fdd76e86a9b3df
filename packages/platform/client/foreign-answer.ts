import type { VendorAnswer } from "./vendor.ts";

const WHERE = "a proxy or another server responded at this address. Check the region, the gateway and any proxies.";

/**
 * Describes a response that the platform's API never returns: a page, a redirect, plain text. Undefined for JSON and
 * for an empty body.
 */
export function describeForeign({ status, headers, body }: VendorAnswer): string | undefined {
  if (status === 407)
    return "A proxy requires a login. Set its credentials in HTTPS_PROXY, or have the proxy allow the platform's addresses.";
  if (status >= 300 && status < 400) {
    return `The response redirects to ${hostOf(headers["location"])}, but the platform never redirects: ${WHERE}`;
  }
  if (typeof body !== "string" || body.trim() === "") return undefined;
  const store = storeError(body);
  if (store) return store;
  if (/^\s*</.test(body)) return `The response is an HTML page, not the platform's JSON: ${WHERE}`;
  // The message omits the body: the response to a login contains the token.
  if (/^\s*[{["]/.test(body)) return "The response is broken JSON: it was truncated or changed in transit. Retry.";
  const words = body.replace(/\s+/g, " ").trim();
  const excerpt = JSON.stringify(words.length > 60 ? `${words.slice(0, 60)}…` : words);
  return `The response is plain text, not the platform's JSON (${excerpt}): ${WHERE}`;
}

/** Whether a body is the platform's `ErrorBody` (reference/platform-api.md §3.1): it has a code. */
export function isPlatformError(body: unknown): boolean {
  return body !== null && typeof body === "object" && typeof (body as { code?: unknown }).code === "string";
}

/**
 * The code and message in a file store's XML. Omits the other elements, which may repeat the address with its
 * signature.
 */
function storeError(body: string): string | undefined {
  if (!/<Error>/.test(body)) return undefined;
  const [code, message] = ["Code", "Message"].map((tag) => new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(body)?.[1]);
  if (!code) return undefined;
  const expired = /expired|AccessDenied/i.test(`${code} ${message}`)
    ? " The address was valid only for a short time. Retry."
    : "";
  return `The file store refused the request: ${code}${message ? `: ${message}` : ""}.${expired}`;
}

/** The host of an address, without path and query, which may contain secrets. */
function hostOf(location: unknown): string {
  if (typeof location !== "string" || location === "") return "another address";
  return URL.canParse(location) ? new URL(location).host : "another path on this host";
}
