import { ApiError } from "../http/apiError.ts";
import { bodyArray } from "../http/body.ts";
import { page } from "../http/page.ts";
import type { Context, JsonObject, Reply } from "../http/types.ts";
import { createPlain, presentPlain, readPlain } from "../resources/plainActions.ts";
import type { PlainResource, ResourceScope } from "../resources/plainResource.ts";
import { plainService, scopeOf } from "../resources/plainRoutes.ts";
import { findResource, type ResourceReference, resourcesNamed } from "../resources/resourceStore.ts";
import type { Service } from "../service.ts";
import { wrapupCode } from "./skills.ts";

/** Wrap-up prompts that end after a time. */
const TIMED_PROMPTS = new Set(["MANDATORY_TIMEOUT", "MANDATORY_FORCED_TIMEOUT", "AGENT_REQUESTED"]);
const ACW_TIMEOUT_MS = 300_000;
const FLOW_FIELDS = ["queueFlow", "emailInQueueFlow", "messageInQueueFlow"] as const;

/** What every queue carries; the vendor's provider plans no change only if it does (`reference/terraform-traces/README.md`). */
function complete(document: JsonObject): JsonObject {
  const { memberCount: _, userMemberCount: __, joinedMemberCount: ___, ...posted } = document;
  const acw = { wrapupPrompt: "MANDATORY_TIMEOUT", ...(posted["acwSettings"] as JsonObject | null | undefined) };
  return {
    ...posted,
    scoringMethod: posted["scoringMethod"] || "TimestampAndPriority",
    skillEvaluationMethod: posted["skillEvaluationMethod"] || "ALL",
    autoAnswerOnly: posted["autoAnswerOnly"] ?? true,
    suppressInQueueCallRecording: posted["suppressInQueueCallRecording"] ?? true,
    acwSettings: TIMED_PROMPTS.has(acw.wrapupPrompt) ? { timeoutMs: ACW_TIMEOUT_MS, ...acw } : acw,
  };
}

function flowsOf(document: JsonObject): { field: string; id: string }[] {
  return FLOW_FIELDS.flatMap((field) => {
    const id = (document[field] as JsonObject | null | undefined)?.["id"];
    return typeof id === "string" && id !== "" ? [{ field, id }] : [];
  });
}

function check(document: JsonObject, { directory }: ResourceScope): void {
  const missing = flowsOf(document).filter(({ id }) => directory.keeps("flow") && !directory.get("flow", id));
  if (missing.length === 0) return;
  throw new ApiError(400, "bad.request", `There is no flow with the id '${missing[0]?.id}'.`, {
    details: missing.map(({ field, id }) => ({ errorCode: "not.found", fieldName: field, entityId: id })),
  });
}

export const queue: PlainResource = {
  kind: "queue",
  type: "QUEUE",
  path: "/api/v2/routing/queues",
  idParam: "queueId",
  operations: {
    list: "getRoutingQueues",
    create: "postRoutingQueues",
    get: "getRoutingQueue",
    replace: "putRoutingQueue",
    remove: "deleteRoutingQueue",
  },
  permission: "routing:queue",
  divisioned: true,
  versioned: false,
  stateful: false,
  dated: true,
  required: ["name"],
  nameTaken: { status: 400, code: "duplicate.name", message: "A queue with that name already exists." },
  missing: { status: 404, code: "resource.not.found", message: "The resource could not be found." },
  inUse: {
    status: 409,
    code: "architect.dependency.object.in.use",
    message: "The queue is in use and cannot be deleted: {users}.",
  },
  forceDelete: true,
  nameSearch: "pattern",
  filters: {
    hasPeer: ({ document }, [wanted]) => (wanted === "true") === (typeof document["peerId"] === "string"),
    peerId: ({ document }, ids) => ids.includes(String(document["peerId"])),
  },
  complete,
  check,
  references: (document) => flowsOf(document).map(({ id }): ResourceReference => ({ kind: "flow", id })),
  present: () => ({ memberCount: 0, userMemberCount: 0, joinedMemberCount: 0 }),
};

const queueOf = (context: Context) => readPlain(queue, scopeOf(context), context.params["queueId"] as string);

/** Members are none: no users are routed to. */
function listMembers(context: Context): Reply {
  queueOf(context);
  return { body: page([], context) };
}

function listCodes(context: Context): Reply {
  const rows = context.store.all<{ codeId: string }>(
    "SELECT codeId FROM queue_wrapup_code WHERE queueId = ? ORDER BY rowid",
    queueOf(context).id,
  );
  const listing = page(rows, context);
  const entities = listing.entities.map(({ codeId }) =>
    presentPlain(wrapupCode, scopeOf(context), readPlain(wrapupCode, scopeOf(context), codeId)),
  );
  return { body: { ...listing, entities } };
}

/** `POST …/wrapupcodes` `[{id}]`: adds codes to the queue; one that it has already stays. */
function addCodes(context: Context): Reply {
  const { id } = queueOf(context);
  const scope = scopeOf(context);
  const codes = bodyArray(context.body).map((entry) => {
    const codeId = String((entry as JsonObject | null)?.["id"]);
    const code = findResource(context.store, wrapupCode.kind, codeId);
    if (!code) throw new ApiError(404, "resource.not.found", `There is no wrap-up code with the id '${codeId}'.`);
    context.store.run(
      "INSERT INTO queue_wrapup_code (queueId, codeId) VALUES (?, ?) ON CONFLICT DO NOTHING",
      id,
      code.id,
    );
    return presentPlain(wrapupCode, scope, code);
  });
  return { body: codes };
}

function removeCode(context: Context): Reply {
  const { id } = queueOf(context);
  const removed = context.store.run(
    "DELETE FROM queue_wrapup_code WHERE queueId = ? AND codeId = ?",
    id,
    context.params["codeId"] as string,
  );
  if (removed === 0) throw new ApiError(404, "resource.not.found", "The resource could not be found.");
  return { status: 204 };
}

const plain = plainService([queue]);
const one = `${queue.path}/{queueId}`;

/** Queues, and the wrap-up codes that they offer. */
export const queues: Service = {
  name: "queues",
  migrations: [
    `CREATE TABLE queue_wrapup_code (queueId TEXT NOT NULL, codeId TEXT NOT NULL, UNIQUE (queueId, codeId)) STRICT;
     CREATE TRIGGER queue_wrapup_code_end AFTER DELETE ON resource WHEN old.kind IN ('queue', 'wrapupCode') BEGIN
       DELETE FROM queue_wrapup_code WHERE queueId = old.id OR codeId = old.id;
     END;`,
  ],
  kinds: plain.kinds,
  routes: [
    ...plain.routes,
    { method: "GET", path: `${one}/members`, operation: "getRoutingQueueMembers", handler: listMembers },
    { method: "GET", path: `${one}/wrapupcodes`, operation: "getRoutingQueueWrapupcodes", handler: listCodes },
    { method: "POST", path: `${one}/wrapupcodes`, operation: "postRoutingQueueWrapupcodes", handler: addCodes },
    {
      method: "DELETE",
      path: `${one}/wrapupcodes/{codeId}`,
      operation: "deleteRoutingQueueWrapupcode",
      handler: removeCode,
    },
  ],
  seed({ store, seed, scope, directory, added }) {
    for (const { name, description, division } of seed.queues) {
      if (resourcesNamed(store, queue.kind, name).length > 0) continue;
      const home = division === undefined ? undefined : directory.named("division", division)[0];
      createPlain(queue, scope, { name, description, ...(home ? { division: { id: home.id } } : {}) });
      added("queue", name);
    }
  },
};
