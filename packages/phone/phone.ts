import { randomBytes } from "node:crypto";
import type { FurtherPage, IncomingCall, OutgoingReply, Page } from "@genesys-flows/local-org";
import type { DeskOptions } from "./desk/desk.ts";
import { assetHeaders, hasToken, isOwn, jsonReply, PAGE_HEADERS, refusal } from "./http.ts";
import { assets } from "./page/assets.ts";
import { phonePage } from "./page/page.ts";
import { DeskThread, type ThreadLimits } from "./worker/desk-thread.ts";
import type { Asked } from "./worker/messages.ts";

export interface PhoneOptions extends DeskOptions {
  /** Limits of the thread that runs calls. */
  readonly limits?: ThreadLimits;
}

const PATH = "/phone";
const ASSETS = `${PATH}/assets/`;

/** The page's requests: method, path, and operation of the thread. */
const REQUESTS: readonly (readonly [method: "GET" | "POST", address: string, asks: Asked["asks"]])[] = [
  ["GET", `${PATH}/flows`, "flows"],
  ["POST", `${PATH}/timeline`, "timeline"],
  ["POST", `${PATH}/diagram`, "diagram"],
  ["POST", `${PATH}/test`, "test"],
  ["POST", `${PATH}/test?save`, "save"],
];

/** The phone as a page of an embedded organisation: `startLocalOrganisation({ file, further: [phone({ file })] })`. */
export function phone({ limits, ...options }: PhoneOptions): FurtherPage {
  const token = randomBytes(24).toString("base64url");
  const canSave = options.canSave === true && options.checkout !== undefined;
  const thread = new DeskThread(options, limits);
  return {
    path: PATH,
    label: "Phone",
    ofFlow: { label: "Call it", address: (id) => `${PATH}?flow=${encodeURIComponent(id)}` },
    answer: (call, frame) => answerTo(call, { token, thread, canSave, frame }),
    close: () => thread.close(),
  };
}

interface Desk {
  readonly token: string;
  readonly canSave: boolean;
  readonly thread: DeskThread;
  readonly frame: (page: Page) => string;
}

async function answerTo(call: IncomingCall, desk: Desk): Promise<OutgoingReply> {
  const [path = "", search = ""] = call.url.split("?", 2);
  const isRead = call.method === "GET" || call.method === "HEAD";
  if (path === PATH && isRead)
    return { status: 200, headers: PAGE_HEADERS, body: Buffer.from(desk.frame(phonePage(desk))) };
  const asset = path.startsWith(ASSETS) ? assets.get(path.slice(ASSETS.length)) : undefined;
  if (asset && isRead)
    return { status: 200, headers: { ...assetHeaders(search), "Content-Type": asset.type }, body: asset.body };
  return requested(call, search === "" ? path : `${path}?${search}`, desk);
}

async function requested(call: IncomingCall, address: string, { token, thread }: Desk): Promise<OutgoingReply> {
  const rows = REQUESTS.filter(([, one]) => one === address);
  if (rows.length === 0) return refusal(404, "This address does not exist.");
  const row = rows.find(([method]) => method === call.method);
  if (!row) return refusal(405, `Use ${rows.map(([method]) => method).join(" or ")}.`);
  if (!isOwn(call)) return refusal(403, "Only this organisation's own page may send this request.");
  if (!hasToken(call, token))
    return refusal(403, "The server was restarted after this page was loaded. Reload the page.");
  const [method, , asks] = row;
  if (method === "GET") return jsonReply(await thread.ask({ asks }));
  const body = bodyOf(call);
  return "status" in body ? body : jsonReply(await thread.ask({ asks, body: body.json }));
}

const MOST_BYTES = 256 * 1024;

function bodyOf({ rawBody, headers }: IncomingCall): { readonly json: unknown } | OutgoingReply {
  if (rawBody.length > MOST_BYTES) return refusal(413, `A request must not exceed ${MOST_BYTES} bytes.`);
  if (!/^application\/json\b/i.test(headers["content-type"] ?? "")) return refusal(415, "Send JSON.");
  try {
    return { json: JSON.parse(rawBody.toString("utf8")) as unknown };
  } catch (error) {
    return refusal(400, `The request is not valid JSON: ${(error as Error).message}`);
  }
}
