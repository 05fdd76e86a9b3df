import { type FlowType, flowTypes, parseArchy } from "@genesys-flows/architect";
import { type ApiError, badRequest } from "../http/api-error.ts";
import type { OrganisationSeed } from "../seed/schema.ts";
import type { SeedContext } from "../service.ts";
import type { Author } from "./author.ts";
import { flowKindOfApi, type KeptFlowType } from "./flow-kinds.ts";
import { flowByName, insertFlow } from "./flow-table.ts";
import { record } from "./history/history-table.ts";
import { publishDocument } from "./publishing/publish.ts";

type SeededFlow = OrganisationSeed["flows"][number];

/** Publishes the flows in the seed. Each flow does nothing, and has the inputs and outputs that its callers bind. */
export function seedFlows(context: SeedContext): void {
  const author: Author = { client: { id: "organisation", name: "organisation" } };
  for (const flow of context.seed.flows) {
    const { name } = flow;
    if (flowByName(context.store, flow.type as FlowType, name)) continue;
    const refused = (why: string) => badRequest(`The flow '${name}' cannot be published. ${why}`, "seed.flow");
    publishSeeded(context, documentOf(flow), { file: `flow ${name}`, author, refused });
    context.added("flow", name);
  }
}

/**
 * Adds the system flows in the seed. The content of the platform's system flows is not documented. Here, a flow is
 * published without content if Archy supports its type; otherwise, it has no version.
 */
export function seedSystemFlows(context: SeedContext): void {
  const { store, directory, seed, clock, added } = context;
  const author: Author = { client: { id: "system", name: "Genesys Cloud" } };
  const refused = (why: string) => badRequest(why, "architect.system.flow.cannot.create");
  for (const { name, type: wanted } of seed.systemFlows) {
    const type = flowKindOfApi(wanted)?.type as KeptFlowType;
    if (flowByName(store, type, name)) continue;
    const id = type === "voicemail" ? inserted(type, name) : published(type, name);
    store.insert("systemFlows", { flowId: id });
    added("flow", name);
  }

  function inserted(type: KeptFlowType, name: string): string {
    const divisionId = directory.named("division", "Home")[0]?.id;
    const flowId = insertFlow(store, { type, name, divisionId, now: clock.now() });
    record(store, flowId, "CREATE", { author, now: clock.now() });
    return flowId;
  }

  function published(type: KeptFlowType, name: string): string {
    return publishSeeded(context, { [type]: { name } }, { file: `system flow ${name}`, author, refused });
  }
}

/** Returns the id of the flow. @throws the error that `refused` creates from the findings */
function publishSeeded(
  context: SeedContext,
  content: object,
  { file, author, refused }: { file: string; author: Author; refused: (why: string) => ApiError },
): string {
  const document = parseArchy(JSON.stringify(content), { file });
  const { flowId, findings } = publishDocument(context, { document, author, now: context.clock.now() });
  if (flowId === undefined) throw refused(findings.map(({ text }) => text).join(" "));
  return flowId;
}

function documentOf({ type, name, inputs, outputs }: SeededFlow): object {
  const info = flowTypes[type as FlowType];
  const { variableScope } = info;
  const names = [...new Set([...Object.keys(inputs), ...Object.keys(outputs)])];
  const variables = names.map((variable) => ({
    [`${inputs[variable] ?? outputs[variable]}Variable`]: {
      name: variable.includes(".") ? variable : `${variableScope}.${variable}`,
      initialValue: { noValue: true },
      isInput: variable in inputs,
      isOutput: variable in outputs,
    },
  }));
  const callers = Object.values(flowTypes).filter(({ callsModules }) => callsModules);
  const settings = { compatibleFlowTypes: callers.map(({ query }) => ({ flowType: query })) };
  return {
    [type]: {
      name,
      ...(variables.length > 0 && { variables }),
      ...(type === "commonModule" && { settingsCommonModule: settings }),
      ...beginning(info),
    },
  };
}

/** The start of a flow without any steps. */
function beginning({ type, startUp, containers, divided }: (typeof flowTypes)[FlowType]): object {
  if (startUp === "actions") return {};
  const item = divided?.start ?? "task";
  const list = startUp === "state" ? undefined : containers.find((container) => container.item === item)?.key;
  const part = { name: "Start", refId: "Start_10", actions: [] };
  if (list === undefined) return { startUpState: part };
  return { startUpRef: `/${type}/${list}/${item}[Start_10]`, [list]: [{ [item]: part }] };
}
