import { type ArchyDocument, type ArchyMap, type ArchyValue, archyFromBody } from "@genesys-flows/architect";
import type { Author, Deed } from "../flows/author.ts";
import { deleteFlows } from "../flows/deletion.ts";
import { saveDraft } from "../flows/drafts.ts";
import { archyType } from "../flows/flow-kinds.ts";
import { type FlowRow, flowByName, requireFlow, updateFlow } from "../flows/flow-table.ts";
import { lockFlow } from "../flows/locks.ts";
import { publishDocument } from "../flows/publishing/publish.ts";
import { renameFlow } from "../flows/rename.ts";
import { versionDocument } from "../flows/version-table.ts";
import { ApiError } from "../http/api-error.ts";
import type { SettleScope } from "../service.ts";
import { asActor } from "../services/audits/audit-table.ts";
import type { ArchitectEdit } from "./schema.ts";

/**
 * Makes an edit as a person would in Architect, under the same rules. Returns the reason if the edit was not possible,
 * otherwise undefined.
 */
export function editInArchitect(scope: SettleScope, edit: ArchitectEdit): string | undefined {
  const { store, clock } = scope;
  const flow = flowByName(store, edit.flow.type, edit.flow.name);
  if (!flow) return `The organisation has no flow '${edit.flow.name}' of the type ${edit.flow.type}.`;
  const deed = { author: personNamed(scope, edit.by), now: clock.now() };
  try {
    const actor = { author: deed.author, at: deed.now, request: store.newId() };
    return store.transaction(() => asActor(store, actor, () => CHANGES[edit.change]({ scope, flow, edit, deed })));
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}

interface Change {
  readonly scope: SettleScope;
  readonly flow: FlowRow;
  readonly edit: ArchitectEdit;
  readonly deed: Deed;
}

const CHANGES: Readonly<Record<ArchitectEdit["change"], (change: Change) => string | undefined>> = {
  checkout({ scope, flow, deed }) {
    lockFlow(scope.store, flow, deed);
    return undefined;
  },
  draft(change) {
    const { scope, flow, deed } = change;
    const document = editedDocument(change);
    if (!document) return NOTHING_SAVED;
    lockFlow(scope.store, flow, deed);
    saveDraft(scope.store, flow, { document, ...deed });
    return undefined;
  },
  publish(change) {
    const { scope, flow, deed } = change;
    const document = editedDocument(change);
    if (!document) return NOTHING_SAVED;
    lockFlow(scope.store, flow, deed);
    const request = { document, ...deed, flowId: flow.id };
    const { flowId, findings } = publishDocument(scope, request);
    if (flowId !== undefined) return undefined;
    throw new ApiError(409, "not.published", findings.map((finding) => finding.text).join(" "));
  },
  rename({ scope, flow, edit, deed }) {
    const { store } = scope;
    lockFlow(store, flow, deed);
    renameFlow(store, requireFlow(store, flow.id), { name: edit.to ?? flow.name, ...deed });
    if (flow.lockedBy === null) updateFlow(store, flow.id, { lock: "free" }, deed.now);
    return undefined;
  },
  delete({ scope, flow, deed }) {
    deleteFlows(scope, [flow], deed);
    return undefined;
  },
};

const NOTHING_SAVED = "The flow has no saved version to edit.";

/** A user of the organisation, or a person who exists only in Architect. */
function personNamed({ directory }: SettleScope, name: string): Author {
  const user = directory.named("user", name)[0];
  return {
    user: { id: user?.id ?? `architect-${name.toLowerCase().replace(/\W+/g, "-")}`, name: user?.name ?? name },
    client: { id: "architect", name: "Architect" },
  };
}

function editedDocument({ scope, flow, edit }: Change): ArchyDocument | undefined {
  if (flow.savedVersion === null) return undefined;
  const document = versionDocument(scope.store, flow, flow.savedVersion);
  const body = edit.replace
    ? (replaced(document.body, edit.replace) as ArchyMap)
    : { ...document.body, description: `Edited by ${edit.by}.\n${flow.description ?? ""}` };
  return archyFromBody(archyType(flow.type), { ...body, name: flow.name }, { file: document.file });
}

/** Replaces strings in all values, but not in keys. */
function replaced(value: ArchyValue, texts: Readonly<Record<string, string>>): ArchyValue {
  if (typeof value === "string")
    return Object.entries(texts).reduce((text, [from, to]) => text.replaceAll(from, to), value);
  if (Array.isArray(value)) return value.map((entry) => replaced(entry, texts));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, replaced(child, texts)]));
}
