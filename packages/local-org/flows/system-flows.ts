import { parseArchy } from "@genesys-flows/architect";
import { ApiError } from "../http/api-error.ts";
import type { SeedContext } from "../service.ts";
import type { Author } from "./author.ts";
import { flowKindOfApi, type KeptFlowType } from "./flow-kinds.ts";
import { flowByName, insertFlow } from "./flow-table.ts";
import { record } from "./history/history-table.ts";
import { publishDocument } from "./publishing/publish.ts";

/**
 * Adds the system flows that the seed names. What the platform's own hold is not documented: one of a type that Archy knows is
 * published empty, any other has no version.
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
