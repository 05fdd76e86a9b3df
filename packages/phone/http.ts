import { timingSafeEqual } from "node:crypto";
import type { IncomingCall, OutgoingReply } from "@genesys-flows/local-org";
import type { Answered } from "./worker/messages.ts";

const COMMON = {
  "Cache-Control": "no-store",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
};

/** Allows only the phone's own styles and scripts, and the organisation's recordings. */
export const PAGE_HEADERS = {
  ...COMMON,
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Frame-Options": "DENY",
};

/** URLs with a version are cached permanently. Modules that the script imports have no version and are revalidated. */
export function assetHeaders(search: string): Readonly<Record<string, string>> {
  return { ...COMMON, "Cache-Control": search === "" ? "no-cache" : "max-age=31536000, immutable" };
}

export function jsonReply({ status, json }: Answered): OutgoingReply {
  return { status, headers: { ...COMMON, "Content-Type": "application/json" }, body: Buffer.from(json) };
}

export function refusal(status: number, message: string): OutgoingReply {
  return jsonReply({ status, json: JSON.stringify({ message }) });
}

/**
 * Whether the request comes from a page of this server or from outside a browser. The server already refuses foreign
 * hosts and origins.
 */
export function isOwn({ headers }: IncomingCall): boolean {
  const site = headers["sec-fetch-site"];
  return site === undefined || site === "same-origin";
}

/** Whether the request contains the token embedded in the page. */
export function hasToken({ headers }: IncomingCall, token: string): boolean {
  const [given, wanted] = [Buffer.from(headers["x-phone-token"] ?? ""), Buffer.from(token)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
