import { timingSafeEqual } from "node:crypto";
import type { IncomingCall, OutgoingReply } from "@genesys-flows/local-org";
import type { Answered } from "./worker/messages.ts";

const COMMON = {
  "Cache-Control": "no-store",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
};

/** Only the phone's own style and script, and the recordings of the organisation. */
export const PAGE_HEADERS = {
  ...COMMON,
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Frame-Options": "DENY",
};

/** A file that is asked for with its version stays; the parts of the script are asked for without one. */
export function assetHeaders(search: string): Readonly<Record<string, string>> {
  return { ...COMMON, "Cache-Control": search === "" ? "no-cache" : "max-age=31536000, immutable" };
}

export function jsonReply({ status, json }: Answered): OutgoingReply {
  return { status, headers: { ...COMMON, "Content-Type": "application/json" }, body: Buffer.from(json) };
}

export function refusal(status: number, message: string): OutgoingReply {
  return jsonReply({ status, json: JSON.stringify({ message }) });
}

/** Whether a page of this server sends the request, or no page at all. The server has refused foreign hosts and origins of writes. */
export function isOwn({ headers }: IncomingCall): boolean {
  const site = headers["sec-fetch-site"];
  return site === undefined || site === "same-origin";
}

/** Whether the request has the token that is in the page. */
export function hasToken({ headers }: IncomingCall, token: string): boolean {
  const [given, wanted] = [Buffer.from(headers["x-phone-token"] ?? ""), Buffer.from(token)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
