import { type FlowNode, findOutcomeTest } from "@genesys-flows/architect";
import type { FlowSubject } from "../flow-subject.ts";
import { callsNamed, hasTransition, type ModuleCall } from "./calls.ts";
import { constantsOf, constantTestAfter } from "./constant-tests.ts";
import { LOOPS } from "./definition-problems.ts";
import { type Misdirection, misdirections } from "./endings.ts";
import { isIdle } from "./idle-paths.ts";
import { stepsFrom } from "./paths.ts";
import type { Problem } from "./problem.ts";
import { type Result, resultsOf } from "./results.ts";
import type { Values } from "./values.ts";

const FILL = "In Architect, add actions to that path, so that the flow continues for every result of the module.";

/** What is wrong with a call in an export or in a bare resource, in terms of Architect. */
export function ofExport(flow: FlowSubject, call: ModuleCall): Problem[] {
  const title = `The call of the module "${call.module}"`;
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
    message: `${title} is not followed by a test of what the module returned.${constant ? ` ${constant}` : ""}`,
    fix: `In Architect, bind ${output} to a variable, and right after the call add a Switch or Decision on it, with a case and with actions on its \`default\` path.`,
  };
}

interface Tested {
  readonly title: string;
  /** Of the test, for messages. */
  readonly test: string;
  /** Undefined where the kernel has read the switch as transitions of the call. */
  readonly node?: FlowNode;
  readonly results: readonly Result[];
}

function judged(flow: FlowSubject, call: ModuleCall, tested: Tested): Problem[] {
  const { title, test, results } = tested;
  const pathOf = (result: Result) => pathAt(flow, tested, result);
  const found = misdirections(flow, call, results).map((one) => worded(flow, { title, test, found: one, pathOf }));
  if (found.length > 0) return found;
  const idle = results.find(
    (result) => result.isError && isIdle(flow, call, { test: tested.node, path: pathOf(result) }),
  );
  if (!idle) return [];
  return [
    {
      message: `${title} is followed by ${test}, whose \`${pathOf(idle)}\` path has actions without an effect.`,
      why: "Nobody hears or sees that the module did not succeed.",
      fix: "In Architect, add an action to that path that says something, records the failure or transfers the caller.",
    },
  ];
}

/** The output path of the test that a result takes. */
function pathAt(flow: FlowSubject, { node }: Tested, { name, isError, value }: Result): string {
  if (!node || !value) return isError ? "default" : name;
  const values: Values = new Map([[value.variable.toLowerCase(), value.is]]);
  const [next, ...others] = stepsFrom(flow, { id: node.id, from: node.id, values, tested: true });
  const [path] = Object.entries(node.transitions).find(([, target]) => target === next?.id) ?? [];
  return (others.length === 0 ? path : undefined) ?? (node.kind === "decision" ? "no" : "default");
}

interface Worded {
  readonly title: string;
  readonly test: string;
  readonly found: Misdirection;
  readonly pathOf: (result: Result) => string;
}

function worded(flow: FlowSubject, { title, test, found, pathOf }: Worded): Problem {
  const path = pathOf(found.result);
  const nameOf = (id: string): string => flow.graph.nodes.get(id)?.name ?? id;
  switch (found.kind) {
    case "returns": {
      const over = found.over.length > 0 ? ` over ${callsNamed(flow.graph, found.over)}` : "";
      return {
        message: `${title} is followed by ${test}, whose \`${path}\` path leads back to the call${over}, and nothing limits the turns.`,
        why: LOOPS,
        fix: "In Architect, let that path say something or transfer the caller. To retry, put the call into a Loop.",
      };
    }
    case "alike": {
      const at = found.at === undefined ? "do the same" : `lead to "${nameOf(found.at)}"`;
      const same = pathOf(found.success);
      const paths = same === path ? `both take its \`${path}\` path` : `its paths \`${path}\` and \`${same}\` ${at}`;
      const what = found.result.isError ? "a module that did not succeed" : `\`${found.result.name}\``;
      return {
        message: `${title} is followed by ${test}, which treats ${what} as \`${found.success.name}\`: ${paths}.`,
        fix: "In Architect, add actions for the failure that say what went wrong or transfer the caller.",
      };
    }
    case "silent":
      return {
        message: `${title} is followed by ${test}, whose \`${path}\` path hangs up without a word, at "${nameOf(found.at)}".`,
        fix: "In Architect, add an action to that path that says something before the call ends, or transfers the caller.",
      };
  }
}
