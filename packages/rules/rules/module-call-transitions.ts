import { type FlowGraph, type FlowNode, findOutcomeTest, type OutcomeContract } from "@genesys-flows/architect";
import { z } from "zod";
import type { FlowSubject } from "../flow-subject.ts";
import { defineRule, type Judging, type Violation } from "../rule.ts";

type Problem = Pick<Violation, "message" | "fix">;

/** Every call of a module has a transition for each outcome of the module and for `error` (design §4, "Outcomes"). */
export const moduleCallTransitions = defineRule({
  name: "module-call-transitions",
  title: "Module call without its transitions",
  requires: "Every module call has a transition for each outcome of the module and for `error`.",
  why: "A module can end without success. A flow that does not look at the outcome treats a failure as a success, or ends without a word.",
  fix: "Add the missing transitions.",
  settings: z.strictObject({}),
  document(flow, judging) {
    const calls = [...flow.graph.nodes.values()].filter((node) => node.kind === "callModule");
    for (const node of calls) reportCall(flow, node, judging);
  },
});

function reportCall(flow: FlowSubject, node: FlowNode, { report }: Judging<unknown>): void {
  const problems = flow.origin === "definition" ? ofDefinition(node, flow.graph) : ofExport(node, flow.graph);
  if (problems.length === 0) return;
  const { node: id, location } = flow.placeOf(node);
  for (const problem of problems) report({ ...problem, node: id, ...locationOf(location) });
}

function locationOf(location: Violation["location"]): Pick<Violation, "location"> {
  return location ? { location } : {};
}

function ofDefinition(node: FlowNode, graph: FlowGraph): Problem[] {
  const { module, outcome } = node.properties as { module?: string; outcome?: OutcomeContract };
  const call = `The call of the module "${module}"`;
  if (!outcome) {
    return [
      {
        message: `${call} does not show how the module ended, because the module declares no outcome.`,
        fix: "Declare it in `<key>.options.yaml` next to the module's export, for example `outcome: {from: Common.success, completed: true}`, then add the transitions.",
      },
    ];
  }
  return [...Object.keys(outcome.outcomes), "error"]
    .filter((name) => !hasTransition(node, name, graph))
    .map((name) => ({
      message: `${call} has no \`${name}\` transition.`,
      fix: `Add \`${name}: <node>\` to its \`on\`.`,
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
  const call = `The call of the module "${module}"`;
  const emptyPath = (path: string, test: string): Problem => ({
    message: `${call} is followed by ${test}, whose \`${path}\` path has no actions.`,
    fix: "In Architect, add actions to that path, so that the flow continues for every result of the module.",
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
          message: `${call} is not followed by a test of what the module returned.`,
          fix: `In Architect, bind ${outcome ? `the output ${outcome.from}` : "an output of the module"} to a variable, and right after the call add a Switch or Decision on it, with a case and with actions on its \`default\` path.`,
        },
      ];
  }
}
