import type { ArchyDocument, ArchyPath, ArchyValue, FlowGraph } from "@genesys-flows/architect";
import { summarize } from "@genesys-flows/components";
import { type FlowUnit, ProjectError, sidecarOf } from "@genesys-flows/project";
import { load } from "../harness.ts";

/**
 * Everything that a program can learn from loading a project, as plain data: the flows or the mistakes. Instead of functions, it
 * has their answers.
 */
export async function outcomeOf(root: string, o: { fresh: boolean }): Promise<unknown> {
  try {
    const { flows, topology, contracts, ...project } = await load(root, o);
    const names = flows.flatMap(({ references }) =>
      references.map(({ name, category }) => (category === undefined ? name : `${category}/${name}`)),
    );
    const answers = names.map((name) => [name, contracts.dataActions?.(name), contracts.dataTables?.(name)]);
    return { ...project, contracts: answers, topology: topology(), flows: flows.map(plainFlow) };
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error;
    const { message, diagnostics, flows, others } = error;
    return { message, diagnostics, flows, others };
  }
}

function plainFlow(flow: FlowUnit): object {
  const { graph, document, references } = flow;
  return {
    ...flow,
    graph: plainGraph(graph),
    document: plainDocument(
      document,
      [...[...graph.nodes.values()], ...references].map(({ path = [] }) => path),
    ),
    references: references.map((reference) => ({ ...reference })),
    sidecarData: sidecarOf(flow),
    summary: summarize(graph),
  };
}

function plainGraph({ textPlace, nodes, ...graph }: FlowGraph): object {
  const places = [...nodes.values()].flatMap(({ id, properties }) =>
    textsIn(properties).map((text) => [id, text, textPlace?.({ node: id, text })]),
  );
  return { ...graph, nodes: [...nodes].map(([id, node]) => [id, { ...node }]), places };
}

function plainDocument({ locate, filling, ...document }: ArchyDocument, paths: readonly ArchyPath[]): object {
  const places = [[document.flowType, "name"], ...paths].map((path) => locate(path));
  return { ...document, places, fillings: filling && places.map((place) => filling(place)) };
}

function textsIn(value: ArchyValue): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
