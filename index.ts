import { declareObjects, InboundFlow, loadProject, SharedModule, stackOutputs } from "genesys-flows";

/** The files below flows/, checked together against the values of this stack, and judged by its rules. */
const project = await loadProject();

/** Queues, schedules, prompts and everything else that the files declare beside flows. */
await declareObjects(project);
// Other resources that flows name: here (docs/resources.md).

for (const flow of project.flows) {
  if (flow.type === "commonModule") new SharedModule(flow.key, { definition: flow });
  else new InboundFlow(flow.key, { definition: flow });
}

const outputs = stackOutputs();
/** Per flow: id, published version, digest, and the snapshots that it holds, with their versions. */
export const flows = outputs.flows;
/** The source that each flow runs, by key, and what else is declared. */
export const sourceDigests = outputs.sourceDigests;
/** The numbers of each flow, by key. */
export const numbers = outputs.numbers;
/** Which flow calls which, as a Mermaid diagram. */
export const topology = outputs.topology;
