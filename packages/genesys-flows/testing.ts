/** Tests of a project's flows in TypeScript: docs/testing.md. */
import path from "node:path";
import { type Diagnostic, type FlowGraph, outputPathsOf } from "@genesys-flows/architect";
import { readGate } from "@genesys-flows/policies/gate";
import { loadedProject } from "./loaded-project.ts";

export type { Diagnostic, FlowGraph } from "@genesys-flows/architect";
export { stackNames } from "@genesys-flows/project";
export { type Dialled, type DialOptions, dial } from "./dial.ts";

/** A call to a module, in any flow in the project. */
export interface ModuleCall {
  /** Key of the calling flow. */
  readonly flow: string;
  /** Id of the calling node. */
  readonly node: string;
  /** Display name of the module. */
  readonly module: string;
  /** The outcomes of the module, and `error`. */
  readonly outcomes: readonly string[];
  /** Outcome -> id of the next node. An outcome without a key has no transition. */
  readonly transitions: Readonly<Record<string, string>>;
}

/** The flows in a project, for one of its stacks. */
export interface TestedProject {
  /** Keys of the flows. Called flows precede their callers. */
  readonly keys: readonly string[];
  /**
   * The findings of the rules at the levels of the stack, without exempted violations. Findings of a mandatory rule
   * have the severity `error`.
   */
  readonly findings: readonly Diagnostic[];
  /** Every call to a module in all flows. */
  readonly moduleCalls: readonly ModuleCall[];
  /** The graph of a flow. @throws Error when the stack has no flow with this key */
  graph(key: string): FlowGraph;
}

/**
 * Loads and checks the flows in a project, without an organisation.
 * @param o.root the folder of the project
 * @param o.stack `dev` for Pulumi.dev.yaml
 * @throws DiagnosticError with every error in the files
 */
export async function testedProject(o: { root: string; stack: string }): Promise<TestedProject> {
  const { root, stack } = o;
  const project = await loadedProject(o);
  const gate = await readGate({ folder: path.join(root, "policies"), levels: project.policyLevels });
  const graphs = new Map(project.flows.map(({ key, graph }) => [key, graph]));
  return {
    keys: [...graphs.keys()],
    findings: gate.judge(project, { stack }).findings,
    moduleCalls: [...graphs].flatMap(([flow, graph]) => moduleCallsIn(flow, graph)),
    graph(key) {
      const graph = graphs.get(key);
      if (graph) return graph;
      throw new Error(`The stack ${stack} has no flow "${key}". Its flows are ${[...graphs.keys()].join(", ")}.`);
    },
  };
}

function moduleCallsIn(flow: string, graph: FlowGraph): ModuleCall[] {
  return [...graph.nodes.values()]
    .filter(({ kind }) => kind === "callModule")
    .map((node) => ({
      ...{ flow, node: node.id, module: String(node.properties["module"]) },
      ...{ outcomes: outputPathsOf(node), transitions: node.transitions },
    }));
}

/**
 * The nodes that a conversation reaches from the start of a flow along the given transitions. `next` is the transition
 * of `then:`.
 * @throws Error for a transition that a node does not have
 */
export function nodesAlong(graph: FlowGraph, transitions: readonly string[]): string[] {
  const nodes = [graph.start ?? ""];
  for (const transition of transitions) {
    const node = graph.nodes.get(nodes.at(-1) ?? "");
    const next = node?.transitions[transition];
    if (next === undefined)
      throw new Error(
        `The node ${node?.id} of "${graph.name}" has no \`${transition}\` transition. It has ${Object.keys(node?.transitions ?? {}).join(", ") || "none"}.`,
      );
    nodes.push(next);
  }
  return nodes;
}
