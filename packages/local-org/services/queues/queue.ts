import type { JsonObject } from "../../http/route.ts";
import { own } from "../../own.ts";
import type { PlainResource } from "../../resources/plain-resource.ts";
import type { Resource } from "../../resources/resource-table.ts";
import { countMembers } from "./member-table.ts";

/** Kinds of the groups that may be members, by their type (`MemberGroup` of OpenAPI); teams are not kept here. */
const MEMBER_GROUPS: Readonly<Record<string, string>> = { GROUP: "group", SKILLGROUP: "skillGroup" };

/** Wrap-up prompts that end after a time. */
const TIMED_PROMPTS = new Set(["MANDATORY_TIMEOUT", "MANDATORY_FORCED_TIMEOUT", "AGENT_REQUESTED"]);
const ACW_TIMEOUT_MS = 300_000;

/**
 * What every queue carries; the vendor's provider plans no change only if it does (`reference/terraform-traces/README.md`). The
 * mode of the last agent is what its test of conditional routing finds in a queue without one. It clears the address of
 * outbound e-mail by `{}`.
 */
function complete(document: JsonObject): JsonObject {
  const { memberCount: _, userMemberCount: __, joinedMemberCount: ___, sourceQueueId: ____, ...all } = document;
  const { outboundEmailAddress, ...others } = all;
  const posted = Object.keys(outboundEmailAddress ?? {}).length > 0 ? all : others;
  const acw = { wrapupPrompt: "MANDATORY_TIMEOUT", ...(posted["acwSettings"] as JsonObject | null | undefined) };
  return {
    ...posted,
    scoringMethod: posted["scoringMethod"] || "TimestampAndPriority",
    skillEvaluationMethod: posted["skillEvaluationMethod"] || "ALL",
    autoAnswerOnly: posted["autoAnswerOnly"] ?? true,
    suppressInQueueCallRecording: posted["suppressInQueueCallRecording"] ?? true,
    lastAgentRoutingMode: posted["lastAgentRoutingMode"] || "AnyAgent",
    acwSettings: TIMED_PROMPTS.has(acw.wrapupPrompt) ? { timeoutMs: ACW_TIMEOUT_MS, ...acw } : acw,
  };
}

/**
 * When direct routing is posted without a backup queue, the queue itself is its backup queue (the vendor's test of queues, `reference/export-shapes.md`).
 */
function directRouting({ id, document }: Resource): JsonObject {
  const posted = document["directRouting"];
  if (typeof posted !== "object" || posted === null) return {};
  return { directRouting: { ...posted, backupQueueId: (posted as JsonObject)["backupQueueId"] || id } };
}

export const queue: PlainResource = {
  kind: "queue",
  type: "QUEUE",
  path: "/api/v2/routing/queues",
  operations: ["list", "create", "get", "replace", "remove"],
  views: ["list"],
  viewFields: "all",
  permission: "routing:queue",
  divisioned: true,
  dated: true,
  required: ["name"],
  nameTaken: { status: 400, code: "duplicate.name", message: "A queue with that name already exists." },
  missing: { status: 404, code: "resource.not.found", message: "The resource could not be found." },
  inUse: {
    status: 409,
    code: "architect.dependency.object.in.use",
    message: "The queue is in use and cannot be deleted: {users}.",
  },
  forceParam: "forceDelete",
  nameSearch: "pattern",
  filters: {
    hasPeer: ({ document }, [wanted]) => (wanted === "true") === (typeof document["peerId"] === "string"),
    peerId: ({ document }, ids) => ids.includes(String(document["peerId"])),
  },
  complete,
  references: {
    queueFlow: { kind: "flow", types: ["INQUEUECALL"] },
    emailInQueueFlow: { kind: "flow", types: ["INQUEUEEMAIL"] },
    messageInQueueFlow: { kind: "flow", types: ["INQUEUESHORTMESSAGE"] },
    "defaultScripts.*": { kind: "script", unknown: "accepted" },
    whisperPrompt: "prompt",
    onHoldPrompt: "prompt",
    "memberGroups[]": ({ type }) => own(MEMBER_GROUPS, String(type ?? "GROUP").toUpperCase()),
  },
  present: (resource, { store }) => ({ ...countMembers(store, resource), ...directRouting(resource) }),
};
