import type { ArchyDocument } from "@genesys-flows/architect";
import type { Directory } from "../../directory.ts";
import type { Scope } from "../../service.ts";
import { type Author, authorName, type Deed, sameAuthor } from "../author.ts";
import { insertDependencies } from "../dependency-table.ts";
import { type FlowRow, flowById, flowByName, insertFlow, lockHolder, updateFlow } from "../flow-table.ts";
import { record } from "../history/history-table.ts";
import type { Finding } from "../validation/findings.ts";
import { descriptionOf, insertVersion } from "../version-table.ts";
import { storedView } from "./organisation-view.ts";
import { documentDependencies, planPublish, type StubFlow } from "./plan.ts";

export interface PublishRequest extends Deed {
  readonly document: ArchyDocument;
  /** Creates stubs for referenced flows that do not exist, instead of reporting errors. */
  readonly createStubs?: boolean;
  /** The flow to publish; default: the flow with the document's type and name. */
  readonly flowId?: string;
}

export interface PublishOutcome {
  /** The published flow; omitted if there were errors and nothing was written. */
  readonly flowId?: string;
  readonly findings: readonly Finding[];
}

/**
 * Publishes a document as the next version of the flow with its type and name, and creates the flow if it does not
 * exist. Call this in a transaction.
 */
export function publishDocument(scope: Scope, request: PublishRequest): PublishOutcome {
  const { store, directory } = scope;
  const { document, author, now, createStubs } = request;
  const { name, flowType: type } = document;
  const present = request.flowId ? flowById(store, request.flowId) : flowByName(store, type, name);
  const locked = present && lockedByAnother(present, author);
  const plan = planPublish(document, storedView(scope), { createStubs });
  if (locked || !plan.publishable) return { findings: [...(locked ? [locked] : []), ...plan.findings] };

  const divisionId = divisionOf(document, directory);
  const created = (flow: StubFlow): string => {
    const flowId = insertFlow(store, { ...flow, divisionId, now });
    record(store, flowId, "CREATE", request);
    return flowId;
  };
  const flowId = present?.id ?? created({ type, name });
  for (const stub of plan.stubs) created(stub);
  const dependencies = documentDependencies(document, storedView(scope));
  const version = insertVersion(store, flowId, { kind: "PUBLISH", document, author, now });
  insertDependencies(store, flowId, version, dependencies);
  const change = { name, description: descriptionOf(document) ?? null, active: 1, lock: "free" } as const;
  const versions = { publishedVersion: version, checkedInVersion: version, savedVersion: version };
  const division = document.body["division"] ? { divisionId } : {};
  updateFlow(store, flowId, { ...change, ...versions, ...division }, now);
  record(store, flowId, "PUBLISH", { ...request, version });
  return { flowId, findings: plan.findings };
}

function divisionOf(document: ArchyDocument, directory: Directory): string | undefined {
  const name = document.body["division"];
  const wanted = typeof name === "string" && name !== "" ? name : "Home";
  return directory.named("division", wanted)[0]?.id;
}

/** The platform's message for a flow that another user has checked out (reference/platform-api.md §2.1, "Locking"). */
function lockedByAnother(flow: FlowRow, author: Author): Finding | undefined {
  const holder = lockHolder(flow);
  if (!holder || sameAuthor(holder, author)) return undefined;
  const who = `${holder.user ? "user" : "client"} '${authorName(holder)}'`;
  return {
    type: "Error",
    code: "architect.flow.locked.by.user",
    text: `The flow (name: '${flow.name}', type: '${flow.type.toLowerCase()}') is locked by another entity. You can use the --forceUnlock command line parameter if you wish to publish flows locked by another entity.`,
    explanation: `Locked by ${who} since ${new Date(flow.lockedSince ?? 0).toISOString()}.`,
  };
}
