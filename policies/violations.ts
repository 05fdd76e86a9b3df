import {
  type ArchyDocument,
  archyPathText,
  type FlowGraph,
  type FlowNode,
  findOutcomeTest,
  flowTypes,
  lift,
  NameMap,
  type OutcomeContract,
  type SourceMapEntry,
} from "@genesys-flows/architect";
import type { Sidecar } from "@genesys-flows/project/compiled";

/** A module call without a transition for an outcome, or fault handling that callers do not hear. */
export interface Violation {
  /** Key of the flow. */
  readonly flow: string;
  /** Display name of the flow. */
  readonly name: string;
  readonly origin: "definition" | "export";
  /** Node of the call; absent for what concerns the flow as a whole. */
  readonly node?: string;
  /** Short and stable: `no transition for error`, `outcome is not tested`, `fault handling is missing`. */
  readonly kind: string;
  /** What is wrong, as the middle of a sentence after the flow's name. */
  readonly problem: string;
  /** What to add, as a sentence. */
  readonly remedy: string;
  readonly file: string;
  readonly line: number;
}

/** Where a document comes from. */
export interface DocumentOrigin {
  readonly key: string;
  /** Absent for a bare resource, whose document was not compiled. */
  readonly sidecar?: Sidecar;
}

/**
 * Every violation of the rule on module calls (design §4, "Outcomes") in a document to be published: a call has
 * a transition for each outcome of the module and for `error`, and a flow with calls has fault handling that callers hear.
 */
export function moduleCallViolations(document: ArchyDocument, { key, sidecar }: DocumentOrigin): Violation[] {
  const contracts = new NameMap(sidecar?.calls.map((call) => [call.module, call.outcome]));
  const graph = lift(document, { contract: (module) => contracts.get(module) });
  const origin = sidecar?.origin ?? "export";
  const about = { flow: key, name: graph.name, origin };
  const calls = [...graph.nodes.values()].filter((node) => node.kind === "callModule");
  if (calls.length === 0) return [];
  const found = calls.flatMap((node) => {
    const source = sourceOf(node, { document, sidecar });
    const id = source?.node ?? node.id;
    const problems = origin === "definition" ? ofDefinition(node, id, graph) : ofExport(node, graph);
    return problems.map((problem) => {
      // Only now: to find a place in a document takes longer than all the rest.
      const { file, line } = source ?? document.locate(node.path ?? []);
      return { ...about, node: id, file, line, ...problem };
    });
  });
  return [
    ...found,
    ...ofFaultHandling(graph, origin).map((problem) => ({ ...about, ...faultPlace(document, sidecar), ...problem })),
  ];
}

/** Full sentences for people: flow, node, file, line, and what to add. */
export function violationText(violation: Violation): string {
  const { name, flow, problem, file, line, remedy } = violation;
  return `In the flow "${name}" (${flow}), ${problem} (${file}:${line}). ${remedy}`;
}

type Problem = Pick<Violation, "kind" | "problem" | "remedy">;

function ofDefinition(node: FlowNode, id: string, graph: FlowGraph): Problem[] {
  const { module, outcome } = node.properties as { module?: string; outcome?: OutcomeContract };
  const call = `the call of the module "${module}" at the node \`${id}\``;
  if (!outcome) {
    return [
      {
        kind: "module has no outcome",
        problem: `${call} does not show how the module ended, because the module declares no outcome`,
        remedy:
          "Declare it in `<key>.options.yaml` next to the module's export, for example `outcome: {from: Common.success, completed: true}`, then add the transitions.",
      },
    ];
  }
  return [...Object.keys(outcome.outcomes), "error"]
    .filter((name) => !hasTransition(node, name, graph))
    .map((name) => ({
      kind: `no transition for ${name}`,
      problem: `${call} has no \`${name}\` transition`,
      remedy: `Add \`${name}: <node>\` to its \`on\`.`,
    }));
}

function hasTransition(node: FlowNode, name: string, graph: FlowGraph): boolean {
  const target = node.transitions[name];
  return target !== undefined && graph.nodes.has(target);
}

function ofExport(node: FlowNode, graph: FlowGraph): Problem[] {
  const { module, outcome, outcomeVariable } = node.properties as {
    module?: string;
    outcome?: OutcomeContract;
    outcomeVariable?: string;
  };
  const call = `the call of the module "${module}" at the action "${node.name}"`;
  const emptyPath = (path: string, test: string): Problem => ({
    kind: `no actions on path ${path}`,
    problem: `${call} is followed by ${test}, whose \`${path}\` path has no actions`,
    remedy: `In Architect, add actions to that path, so that the flow continues for every result of the module.`,
  });
  if (outcomeVariable !== undefined) {
    const isComplete = hasTransition(node, "error", graph) && !node.implicit?.includes("error");
    return isComplete ? [] : [emptyPath("default", `the switch on ${outcomeVariable}`)];
  }
  const found = findOutcomeTest(graph, node.id);
  if (found.ok) return [];
  const test = found.test ? `"${found.test.name}"` : "a test";
  switch (found.missing) {
    case "no-default":
      return [emptyPath("default", test)];
    case "empty-yes":
      return [emptyPath("yes", test)];
    case "empty-no":
      return [emptyPath("no", test)];
    case "no-case":
    case "no-test":
      return [
        {
          kind: "outcome is not tested",
          problem: `${call} is not followed by a test of what the module returned`,
          remedy: `In Architect, bind ${outcome ? `the output ${outcome.from}` : "an output of the module"} to a variable, and right after the call add a Switch or Decision on it, with a case and with actions on its \`default\` path.`,
        },
      ];
  }
}

function ofFaultHandling(graph: FlowGraph, origin: Violation["origin"]): Problem[] {
  const type = flowTypes[graph.type];
  if (!type.errorHandling) return [];
  const remedy =
    origin === "definition"
      ? 'Add `onFault: {say: "...", then: disconnect}`. A fault inside a module continues there, not at the call.'
      : "In Architect, set it under Settings > Error Handling. A fault inside a module continues there, not at the call.";
  if (!graph.onFault) {
    return [
      { kind: "fault handling is missing", problem: "a module is called, but the flow has no fault handling", remedy },
    ];
  }
  if (type.media !== "call" || isHeard(graph.onFault.say) || !("disconnect" in graph.onFault.then)) return [];
  return [
    {
      kind: "fault handling is silent",
      problem: "a module is called, but the fault handling disconnects without saying anything",
      remedy,
    },
  ];
}

function isHeard(say: unknown): boolean {
  if (typeof say !== "object" || say === null) return false;
  const [[kind, value] = []] = Object.entries(say);
  if (kind === undefined || kind === "noValue") return false;
  return typeof value !== "string" || value.trim() !== "";
}

interface Document {
  readonly document: ArchyDocument;
  readonly sidecar: Sidecar | undefined;
}

/** The node and its place in the source; undefined where only the document itself has them. */
function sourceOf(node: FlowNode, { document, sidecar }: Document): SourceMapEntry | undefined {
  const path = node.path && archyPathText(document, node.path);
  return sidecar?.nodes.find((known) => known.path === path);
}

function faultPlace(document: ArchyDocument, sidecar: Sidecar | undefined): Pick<Violation, "file" | "line"> {
  return sidecar?.onFaultLocation ?? document.locate([document.flowType, "settingsErrorHandling"]);
}
