import type { ArchyDocument } from "@genesys-flows/architect";
import type { Directory } from "../../directory.ts";
import type { Store } from "../../store/store.ts";
import { type Author, sameAuthor } from "../author.ts";
import { insertDependencies } from "../dependency-table.ts";
import { type FlowRow, flowById, flowByName, insertFlow, lockHolder, updateFlow } from "../flow-table.ts";
import { record } from "../history/history-table.ts";
import type { Finding } from "../validation/findings.ts";
import { descriptionOf, insertVersion } from "../version-table.ts";
import { documentDependencies, planPublish, type StubFlow } from "./plan.ts";
import { storedView } from "./stored-view.ts";

export interface PublishRequest {
  readonly document: ArchyDocument;
  readonly author: Author;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly createStubs: boolean;
  /** The flow to publish into; default: the flow of the document's type and name. */
  readonly flowId?: string;
}

export interface PublishOutcome {
  /** The published flow; absent when there were errors, in which case nothing was written. */
  readonly flowId?: string;
  readonly version?: number;
  readonly findings: readonly Finding[];
}

/**
 * Publishes a document as the next version of the flow of its type and name, which is created when it does not exist.
 * To be called within a transaction.
 */
export function publishDocument(store: Store, directory: Directory, request: PublishRequest): PublishOutcome {
  const { document, author, now, createStubs } = request;
  const present = request.flowId
    ? flowById(store, request.flowId)
    : flowByName(store, document.flowType, document.name);
  const locked = present && lockedByAnother(present, author);
  const plan = planPublish(document, storedView(store, directory), { createStubs });
  if (locked || !plan.publishable) return { findings: [...(locked ? [locked] : []), ...plan.findings] };

  const division = divisionOf(document, directory);
  const description = descriptionOf(document);
  const flowId =
    present?.id ?? insertFlow(store, { type: document.flowType, name: document.name, divisionId: division, now });
  if (!present) record(store, { flowId, action: "CREATE", author, now });
  createStubFlows(store, plan.stubs, { divisionId: division, author, now });
  const dependencies = documentDependencies(document, storedView(store, directory));
  const version = insertVersion(store, flowId, { kind: "PUBLISH", document, author, now });
  insertDependencies(store, flowId, version, dependencies);
  updateFlow(
    store,
    flowId,
    {
      name: document.name,
      description: description ?? null,
      ...(document.body["division"] ? { divisionId: division } : {}),
      active: 1,
      publishedVersion: version,
      checkedInVersion: version,
      savedVersion: version,
      lock: "free",
    },
    now,
  );
  record(store, { flowId, action: "PUBLISH", author, now, version });
  return { flowId, version, findings: plan.findings };
}

function createStubFlows(
  store: Store,
  stubs: readonly StubFlow[],
  o: { divisionId?: string; author: Author; now: number },
): void {
  const { divisionId, author, now } = o;
  for (const { type, name } of stubs)
    record(store, { flowId: insertFlow(store, { type, name, divisionId, now }), action: "CREATE", author, now });
}

function divisionOf(document: ArchyDocument, directory: Directory): string | undefined {
  const name = document.body["division"];
  const wanted = typeof name === "string" && name !== "" ? name : "Home";
  return directory.named("division", wanted)[0]?.id;
}

/** The platform's text for a flow that another user has checked out (reference/platform-api.md §2.1, "Locking"). */
function lockedByAnother(flow: FlowRow, author: Author): Finding | undefined {
  const holder = lockHolder(flow);
  if (!holder || sameAuthor(holder, author)) return undefined;
  const who = holder.user
    ? `user '${holder.user.name ?? holder.user.id}'`
    : `client '${holder.client.name ?? holder.client.id}'`;
  return {
    type: "Error",
    code: "architect.flow.locked.by.user",
    text: `The flow (name: '${flow.name}', type: '${flow.type.toLowerCase()}') is locked by another entity. You can use the --forceUnlock command line parameter if you wish to publish flows locked by another entity.`,
    explanation: `Locked by ${who} since ${new Date(flow.lockedSince ?? 0).toISOString()}.`,
  };
}
