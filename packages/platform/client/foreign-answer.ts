import type { VendorAnswer } from "./vendor.ts";

const WHERE = "a proxy or another server answers at this address. Check region, gateway and proxies.";

/** Describes an answer that the platform's API never returns: a page, a redirect, text. Undefined for JSON, and without a body. */
export function describeForeign({ status, headers, body }: VendorAnswer): string | undefined {
  if (status === 407)
    return "A proxy asks for a log-in. Set it in HTTPS_PROXY, or have the proxy allow the platform's addresses.";
  if (status >= 300 && status < 400) {
    return `The answer redirects to ${hostOf(headers["location"])}, and the platform never redirects: ${WHERE}`;
  }
  if (typeof body !== "string" || body.trim() === "") return undefined;
  const store = storeError(body);
  if (store) return store;
  if (/^\s*</.test(body)) return `The answer is an HTML page, not the platform's JSON: ${WHERE}`;
  // Its text is left out: the answer to a log-in contains the token.
  if (/^\s*[{["]/.test(body)) return "The answer is broken JSON: it was truncated or changed on the way. Retry.";
  const words = body.replace(/\s+/g, " ").trim();
  const excerpt = JSON.stringify(words.length > 60 ? `${words.slice(0, 60)}…` : words);
  return `The answer is text, not the platform's JSON (${excerpt}): ${WHERE}`;
}

/** Whether a body is the platform's `ErrorBody` (reference/platform-api.md §3.1): it has a code. */
export function isPlatformError(body: unknown): boolean {
  return body !== null && typeof body === "object" && typeof (body as { code?: unknown }).code === "string";
}

/** Code and message of a file store's XML; its other elements may repeat the address with its signature. */
function storeError(body: string): string | undefined {
  if (!/<Error>/.test(body)) return undefined;
  const [code, message] = ["Code", "Message"].map((tag) => new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(body)?.[1]);
  if (!code) return undefined;
  const expired = /expired|AccessDenied/i.test(`${code} ${message}`)
    ? " The address was valid for a short time only. Retry."
    : "";
  return `The file store refuses: ${code}${message ? `: ${message}` : ""}.${expired}`;
}

/** The host of an address: its path and query may contain secrets. */
function hostOf(location: unknown): string {
  if (typeof location !== "string" || location === "") return "another address";
  return URL.canParse(location) ? new URL(location).host : "another path of this host";
}
