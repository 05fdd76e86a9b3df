import { type ArchyPath, type FlowNode, findOutcomeTest } from "@genesys-flows/architect";
import type { FlowSubject } from "../flow-subject.ts";
import { nodeAt, targetOf } from "../paths/next.ts";
import type { Problem } from "../rule.ts";
import { callsNamed, hasTransition, isModuleCall, type ModuleCall } from "./calls.ts";
import { LOOPS } from "./definition-problems.ts";
import { type Misdirection, misdirections } from "./endings.ts";
import { firstEffects, stepsFrom, stepTo, walk } from "./paths.ts";
import { type Condition, conditionsOf, isTest, type Result, resultsOf } from "./results.ts";
import { holds, isOpaque, resultOf, type Values } from "./values.ts";

const FILL = "In Architect, add actions to that path, so that the flow continues for every result of the module.";

/** Problems with a call in an export or in a bare resource, in Architect's terms. */
export function ofExport(flow: FlowSubject, call: ModuleCall): Problem[] {
  const title = `The call to the module "${call.module}"`;
  const { node, outcomeVariable } = call;
  const emptyPath = (path: string, test: string): Problem => ({
    message: `${title} is followed by ${test}, whose \`${path}\` path has no actions.`,
    fix: FILL,
  });
  if (outcomeVariable !== undefined) {
    const test = `the switch on ${outcomeVariable}`;
    const isComplete = hasTransition(flow.graph, node, "error") && !node.implicit?.includes("error");
    if (!isComplete) return [emptyPath("default", test)];
    return judged(flow, call, { title, test, results: resultsOf(flow, call, undefined) });
  }
  const found = findOutcomeTest(flow.graph, node.id);
  const test = found.test ? `"${found.test.name}"` : "a test";
  if (found.ok) {
    const results = resultsOf(flow, call, found.variable);
    const constants = constantsOf(flow, { call, test: found.test, results });
    return constants.length > 0
      ? constants.map((problem) => ({ ...problem, message: `${title} ${problem.message}` }))
      : judged(flow, call, { title, test, node: found.test, results });
  }
  switch (found.missing) {
    case "no-default":
      return [emptyPath("default", test)];
    case "empty-yes":
      return [emptyPath("yes", test)];
    case "empty-no":
      return [emptyPath("no", test)];
    case "no-case":
    case "no-test":
      return [untested(flow, call, title)];
  }
}

function untested(flow: FlowSubject, { node, contract }: ModuleCall, title: string): Problem {
  const constant = constantTestAfter(flow, node);
  const output = contract ? `the output ${contract.from}` : "an output of the module";
  return {
    message: `${title} is not followed by a test of the module's result.${constant ? ` ${constant}` : ""}`,
    fix: `In Architect, bind ${output} to a variable. Directly after the call, add a Switch or Decision on that variable, with a case and with actions on its \`default\` path.`,
  };
}

interface Tested {
  readonly title: string;
  /** Description of the test, for messages. */
  readonly test: string;
  /** Undefined when the kernel has parsed the switch as transitions of the call. */
  readonly node?: FlowNode;
  readonly results: readonly Result[];
}

function judged(flow: FlowSubject, call: ModuleCall, tested: Tested): Problem[] {
  const { title, test, results } = tested;
  const pathOf = (result: Result) => pathAt(flow, tested, result);
  const about = `${title} is followed by ${test}`;
  const found = misdirections(flow, call, results).map((one) => worded(flow, about, one, pathOf));
  if (found.length > 0) return found;
  const idle = results.find((result) => result.isError && isIdle(flow, call, tested.node, pathOf(result)));
  if (!idle) return [];
  return [
    {
      message: `${about}, whose \`${pathOf(idle)}\` path has actions without an effect.`,
      why: "Nobody notices that the module did not succeed.",
      fix: "In Architect, add an action to that path that says something, records the failure or transfers the caller.",
    },
  ];
}

function pathAt(flow: FlowSubject, { node }: Tested, { name, isError, value }: Result): string {
  if (!node || !value) return isError ? "default" : name;
  const values: Values = new Map([[value.variable.toLowerCase(), value.is]]);
  const [next, ...others] = stepsFrom(flow, { id: node.id, from: node.id, values, tested: true });
  const [path] = Object.entries(node.transitions).find(([, target]) => target === next?.id) ?? [];
  return (others.length === 0 ? path : undefined) ?? (node.kind === "decision" ? "no" : "default");
}

function worded(
  { graph }: FlowSubject,
  about: string,
  found: Misdirection,
  pathOf: (result: Result) => string,
): Problem {
  const path = pathOf(found.result);
  const nameOf = (id: string): string => graph.nodes.get(id)?.name ?? id;
  switch (found.kind) {
    case "returns": {
      const over = found.over.length > 0 ? ` over ${callsNamed(graph, found.over)}` : "";
      return {
        message: `${about}, whose \`${path}\` path returns to the call${over}, and nothing limits the number of attempts.`,
        why: LOOPS,
        fix: "In Architect, make that path say something or transfer the caller. To retry, put the call in a Loop.",
      };
    }
    case "alike": {
      const at = found.at === undefined ? "do the same" : `lead to "${nameOf(found.at)}"`;
      const same = pathOf(found.success);
      const paths = same === path ? `both take its \`${path}\` path` : `its paths \`${path}\` and \`${same}\` ${at}`;
      const what = found.result.isError ? "a module that did not succeed" : `\`${found.result.name}\``;
      return {
        message: `${about}, which treats ${what} as \`${found.success.name}\`: ${paths}.`,
        fix: "In Architect, add actions for the failure that say what went wrong or transfer the caller.",
      };
    }
    case "silent":
      return {
        message: `${about}, whose \`${path}\` path hangs up silently, at "${nameOf(found.at)}".`,
        fix: "In Architect, add an action to that path that says something before the call ends, or transfers the caller.",
      };
  }
}

/**
 * In the test after a call, the conditions whose result does not depend on the module. Each message continues a
 * sentence.
 */
function constantsOf(
  flow: FlowSubject,
  { call, test, results }: { call: ModuleCall; test: FlowNode; results: readonly Result[] },
): Problem[] {
  return conditionsOf(flow, test).flatMap((condition) => {
    const is = constantIn(condition, results);
    if (is === undefined) return [];
    const about = `is followed by "${test.name}", whose condition \`${condition.text}\` is ${is ? "always" : "never"} true`;
    return {
      message: `${about}${is ? ", whatever the module returns" : whyNever(call)}.`,
      fix: `In Architect, compare the variable with a value that the module returns${valuesOf(call)}.`,
    };
  });
}

function constantIn({ condition }: Condition, results: readonly Result[]): boolean | undefined {
  if (!condition) return undefined;
  const always = holds(resultOf(condition, new Map()));
  if (always !== undefined || isOpaque(condition)) return always;
  const all = results.map(({ value }) =>
    holds(resultOf(condition, new Map(value ? [[value.variable.toLowerCase(), value.is]] : []))),
  );
  const [first] = all;
  return all.length > 0 && all.every((one) => one === first) ? first : undefined;
}

function whyNever({ contract, module }: ModuleCall): string {
  return contract ? `: "${module}" returns no such value in ${contract.from}` : "";
}

function valuesOf({ contract }: ModuleCall): string {
  const values = Object.values(contract?.outcomes ?? {}).flat();
  return values.length > 0 ? `: ${values.map((value) => JSON.stringify(value)).join(", ")}` : "";
}

/** A sentence about the first test after a call. Undefined unless the result of this test is constant. */
function constantTestAfter(flow: FlowSubject, call: FlowNode): string | undefined {
  const passes = (node: FlowNode) => !isTest(node) && !isModuleCall(node);
  for (const { id } of walk(flow, [stepTo(call.transitions["next"], call)], passes)) {
    const node = nodeAt(flow.graph, id);
    if (!node || !isTest(node)) continue;
    for (const { condition, text } of conditionsOf(flow, node)) {
      const is = condition && holds(resultOf(condition, new Map()));
      if (is !== undefined) return `The condition \`${text}\` of "${node.name}" is ${is ? "always" : "never"} true.`;
    }
  }
  return undefined;
}

/**
 * Whether the actions on an output path after a call have no effect: the flow continues after the test as if the path
 * were empty. If `test` is undefined, the kernel has parsed the test as transitions of the call.
 */
function isIdle(flow: FlowSubject, { node }: ModuleCall, test: FlowNode | undefined, path: string): boolean {
  const head = test ?? node;
  const first = nodeAt(flow.graph, targetOf(head, test === undefined && path === "default" ? "error" : path));
  if (!first || follows(first.path, head.path)) return false;
  const effects = firstEffects(flow, stepTo(first.id, head));
  return (
    effects !== undefined &&
    [...effects].every((id) => id === "end" || follows(flow.graph.nodes.get(id)?.path, head.path))
  );
}

/** Whether an action follows another one in the same list or in an enclosing list. */
function follows(path: ArchyPath | undefined, before: ArchyPath | undefined): boolean {
  if (!path || !before) return false;
  const at = path.length - 2;
  const [index, own] = [path[at], before[at]];
  const isWithin = before.length > at && path.slice(0, at).every((step, i) => step === before[i]);
  return isWithin && typeof index === "number" && typeof own === "number" && index > own;
}
