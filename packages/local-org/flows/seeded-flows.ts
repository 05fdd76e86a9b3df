import { type FlowType, flowTypes, parseArchy } from "@genesys-flows/architect";
import { ApiError } from "../http/api-error.ts";
import type { OrganisationSeed } from "../seed/schema.ts";
import type { SeedContext } from "../service.ts";
import type { Author } from "./author.ts";
import { flowByName } from "./flow-table.ts";
import { publishDocument } from "./publishing/publish.ts";

type SeededFlow = OrganisationSeed["flows"][number];

const author: Author = { client: { id: "organisation", name: "organisation" } };

/** Publishes the flows that the seed names: each does nothing, and has the inputs and outputs that its callers bind. */
export function seedFlows({ store, directory, seed, clock, added }: SeedContext): void {
  for (const flow of seed.flows) {
    if (flowByName(store, flow.type as FlowType, flow.name)) continue;
    const document = parseArchy(JSON.stringify(documentOf(flow)), { file: `flow ${flow.name}` });
    const request = { document, author, now: clock.now(), createStubs: false };
    const { flowId, findings } = publishDocument(store, directory, request);
    if (flowId === undefined) {
      const why = findings.map(({ text }) => text).join(" ");
      throw new ApiError(400, "seed.flow", `The flow '${flow.name}' cannot be published. ${why}`);
    }
    added("flow", flow.name);
  }
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

/** Where the flow starts, with nothing to do there. */
function beginning({ type, startUp, containers, divided }: (typeof flowTypes)[FlowType]): object {
  if (startUp === "actions") return {};
  const item = divided?.start ?? "task";
  const list = startUp === "state" ? undefined : containers.find((container) => container.item === item)?.key;
  const part = { name: "Start", refId: "Start_10", actions: [] };
  if (list === undefined) return { startUpState: part };
  return { startUpRef: `/${type}/${list}/${item}[Start_10]`, [list]: [{ [item]: part }] };
}
