import { parseArchy } from "@genesys-flows/architect";
import { ApiError } from "../http/api-error.ts";
import type { SeedContext } from "../service.ts";
import type { Store } from "../store/store.ts";
import type { Author } from "./author.ts";
import { flowKindOfApi, type KeptFlowType } from "./flow-kinds.ts";
import { type FlowRow, flowByName, insertFlow } from "./flow-table.ts";
import { record } from "./history/history-table.ts";
import { publishDocument } from "./publishing/publish.ts";

/** Whether the platform made the flow itself. */
export function isSystemFlow(store: Store, id: string): boolean {
  return store.get("SELECT 1 FROM systemFlows WHERE flowId = ?", id) !== undefined;
}

/** Code and text are the documented ones, which name the in-queue flow alone (reference/platform-api.error-codes.json). */
export function refuseSystemFlow(store: Store, flow: FlowRow, verb: "delete" | "deactivate"): void {
  if (!isSystemFlow(store, flow.id)) return;
  throw new ApiError(405, `architect.default.flow.cannot.${verb}`, `Cannot ${verb} the default in-queue flow.`, {
    details: [{ errorCode: `architect.default.flow.cannot.${verb}`, entityId: flow.id, entityName: flow.name }],
  });
}

/** @throws ApiError 400 for another name or description of a system flow */
export function refuseOtherWords(store: Store, flow: FlowRow, wanted: { name: unknown; description: unknown }): void {
  const same = wanted.name === flow.name && (wanted.description ?? flow.description) === flow.description;
  if (same || !isSystemFlow(store, flow.id)) return;
  throw new ApiError(
    400,
    "architect.system.flow.name.or.description.error",
    "System flow names and descriptions cannot be changed.",
  );
}

/**
 * Adds the system flows that the seed names. The content of the platform's own is not documented: here, one of a type that Archy
 * has is published empty, any other has no version.
 */
export function seedSystemFlows({ store, directory, seed, clock, added }: SeedContext): void {
  const author: Author = { client: { id: "system", name: "Genesys Cloud" } };
  for (const { name, type: wanted } of seed.systemFlows) {
    const type = flowKindOfApi(wanted)?.type as KeptFlowType;
    if (flowByName(store, type, name)) continue;
    const id = type === "voicemail" ? inserted(type, name) : published(type, name);
    store.run("INSERT INTO systemFlows (flowId) VALUES (?)", id);
    added("flow", name);
  }

  function inserted(type: KeptFlowType, name: string): string {
    const divisionId = directory.named("division", "Home")[0]?.id;
    const id = insertFlow(store, { type, name, divisionId, now: clock.now() });
    record(store, { flowId: id, action: "CREATE", author, now: clock.now() });
    return id;
  }

  function published(type: KeptFlowType, name: string): string {
    const document = parseArchy(JSON.stringify({ [type]: { name } }), { file: `system flow ${name}` });
    const request = { document, author, now: clock.now(), createStubs: false };
    const { flowId, findings } = publishDocument(store, directory, request);
    if (flowId === undefined) {
      throw new ApiError(400, "architect.system.flow.cannot.create", findings.map(({ text }) => text).join(" "));
    }
    return flowId;
  }
}
