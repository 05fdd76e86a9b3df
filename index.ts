import { declareObjects, InboundFlow, loadProject, SharedModule, stackOutputs } from "genesys-flows";

/** The files below flows/, checked together against the values of this stack, by its rules. */
const project = await loadProject();

/** Queues, schedules, prompts and all other objects that the files declare. */
await declareObjects(project);
// Declare other resources that flows name here (docs/resources.md).

for (const flow of project.flows) {
  if (flow.type === "commonModule") new SharedModule(flow.key, { definition: flow });
  else new InboundFlow(flow.key, { definition: flow });
}

const outputs = stackOutputs();
/** For each flow: id, published version, digest, and the versions of the snapshots that it holds. */
export const flows = outputs.flows;
/** The deployed source of each flow, by key, and the other declared objects. */
export const sourceDigests = outputs.sourceDigests;
/** The numbers of each flow, by key. */
export const numbers = outputs.numbers;
/** Which flow calls which, as a Mermaid diagram. */
export const topology = outputs.topology;
