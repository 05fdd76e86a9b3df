import {
  type ActionInfo,
  actionOf,
  type FlowNode,
  get,
  getMap,
  outputPathsOf,
  variablesIn,
} from "@genesys-flows/architect";
import { z } from "zod";
import type { FlowSubject } from "../flow-subject.ts";
import { speaksOnFailure } from "../paths/heard.ts";
import { housekeeping, isSecondTry } from "../paths/housekeeping.ts";
import { labelOf, nodesInOrder, placeFor } from "../paths/nodes.ts";
import { unboundedRetry } from "../paths/retries.ts";
import { type SilentEnd, silentEnds } from "../paths/silent-ends.ts";
import { endsInSuccess, treatedAsSuccess } from "../paths/treated-as-success.ts";
import { expressionsOf } from "../paths/values.ts";
import { defineRule, type Problem } from "../rule.ts";

type Failures = NonNullable<ActionInfo["failures"]>;

/** The action table (`failures`) defines which paths are failure paths. */
export const failureHandled = defineRule({
  name: "failure-handled",
  title: "Failure that nobody notices",
  requires:
    "Failure, timeout and no-match paths of data actions, lookups, transfers, bot calls and collected input lead to a message for the caller or to an agent, retry only a limited number of times, and are not treated as a success.",
  why: "Systems behind a flow fail. Without handling, the caller is disconnected silently, is kept in a loop, or hears that everything is fine. The caller then calls again or gives up, and nobody knows why.",
  fix: "Give the failure path its own actions: say what happened and transfer the caller, or end the call with a message.",
  blindTo:
    "Anything that a called module or bot says, which counts as heard. A message about a write that uses different words than the action's name. Silent failures of housekeeping after the last message, and of a lookup if a second lookup for the same result follows. Whether an outcome means success, except by its name. Whether a message fits the failure. A test of the result counts as a distinction, even if it treats a failure as a negative answer. Success and failure that join after different actions. Retries through the end of a called task, or through a caller.",
  settings: z.strictObject({}),
  example: {
    violating: `inboundCall: Balance
onFault: {say: "Please call again.", then: disconnect}
variables: {Flow.balance: string}
start: read
nodes:
  read:
    callData: {action: CRM/Read balance, inputs: {phone: =Call.Ani}, outputs: {balance: Flow.balance}}
    on: {success: answer, failure: hang-up, timeout: read}
  answer: {playAudio: '=Append("Your balance is ", Flow.balance)', then: hang-up}
  hang-up: {disconnect: {}}
`,
    passing: `inboundCall: Balance
onFault: {say: "Please call again.", then: disconnect}
variables: {Flow.balance: string}
start: read
nodes:
  read:
    callData: {action: CRM/Read balance, inputs: {phone: =Call.Ani}, outputs: {balance: Flow.balance}}
    on: {success: answer, failure: sorry, timeout: sorry}
  answer: {playAudio: '=Append("Your balance is ", Flow.balance)', then: hang-up}
  sorry: {playAudio: "We cannot read your balance now. Please call again later.", then: hang-up}
  hang-up: {disconnect: {}}
`,
  },
  document(flow, { report }) {
    const judge = judgeOf(flow);
    for (const node of nodesInOrder(flow)) {
      for (const problem of judge(node)) report({ ...problem, ...placeFor(flow, node) });
    }
  },
});

function judgeOf(flow: FlowSubject): (node: FlowNode) => Problem[] {
  const { graph } = flow;
  const retries = unboundedRetry(graph);
  const alike = treatedAsSuccess(graph);
  const silent = silentEnds(flow);
  const keepsHouse = housekeeping(graph);
  return (node) => {
    const failures = actionOf(node.kind)?.failures;
    if (!failures) return [];
    const success = new Set(
      Object.entries(node.transitions).flatMap(([path, to]) => (failures.paths.includes(path) ? [] : to)),
    );
    const found = takenPaths(flow, node, failures).flatMap((path) => {
      const wrong = wrongAt(node, path, success);
      return wrong ? { path, ...wrong } : [];
    });
    return [...Map.groupBy(found, ({ kind, at }) => `${kind} ${at}`).values()].map((group) => {
      const { kind, at } = group[0] as Wrong;
      const paths = group.map(({ path }) => path);
      return WORDS[kind](pathsOf(paths, labelOf(flow, node)), at);
    });
  };

  function wrongAt(node: FlowNode, path: string, success: ReadonlySet<string>): Wrong | undefined {
    const target = node.transitions[path];
    if (target === undefined) return silentAt(node, silent.afterEnd(node));
    if (!ENTERED.has(path) && retries(node, target)) return { kind: "retry", at: "" };
    const treated = alike(node, target, { shared: success.has(target) });
    if (treated) {
      const at = labelOf(flow, treated.node);
      if (treated.kind === "says") return { kind: "says", at };
      return { kind: "uses", at: `${at}, which uses ${variableIn(treated.node, treated.variable)}` };
    }
    const end = endsInSuccess(graph, target);
    if (end) return { kind: "outcome", at: `\`${end.outcome}\` at ${labelOf(flow, end.node)}` };
    const found = silentAt(node, silent.from(target));
    return found && silent.isBehind(target, (other) => isSecondTry(node, other)) ? undefined : found;
  }

  function silentAt(node: FlowNode, end: SilentEnd | undefined): Wrong | undefined {
    if (!end || speaksOnFailure(node) || keepsHouse(node)) return undefined;
    if (end.hangsUp) return { kind: "silent", at: `at ${labelOf(flow, end.node)}` };
    return { kind: "silent", at: end.node === node ? "there" : `after ${labelOf(flow, end.node)}` };
  }
}

/** The failure paths that the action can take. In an export, an optional path without actions may not be enabled. */
function takenPaths({ origin }: FlowSubject, node: FlowNode, { paths, optional }: Failures): string[] {
  const enabled = new Set(outputPathsOf(node));
  return paths.filter((path) => {
    if (!enabled.has(path)) return false;
    if (!optional.has(path) || get(getMap(node.properties["outputs"], path), "enabled") === true) return true;
    return Object.hasOwn(node.transitions, path) && !(origin === "export" && node.implicit?.includes(path));
  });
}

/** Paths taken because of the customer's own input, which limits repetition. */
const ENTERED = new Set(["maxNoMatches", "noIntent"]);

/** The problem with a failure path, with the node or outcome. */
interface Wrong {
  readonly kind: keyof typeof WORDS;
  readonly at: string;
}

/** Messages by kind; `of` is the beginning of a sentence with the paths. */
const WORDS = {
  retry: (of: string): Problem => ({
    message: `${of} back to the action without a limit.`,
    why: "While the action fails, the flow repeats it. The platform stops the flow after 10,000 actions.",
    fix: "Give the path a target outside the cycle, or limit the attempts with a loop.",
  }),
  uses: (of: string, at: string): Problem => ({
    message: `${of} to ${at}, which only success sets.`,
    fix: "Give the failure path a different target, test the result first, or set a default beforehand.",
  }),
  says: (of: string, at: string): Problem => ({
    message: `${of} to the same node as its success: the customer hears ${at} in both cases.`,
    fix: "Give the failure path its own message, or transfer to an agent.",
  }),
  outcome: (of: string, at: string): Problem => ({
    message: `${of} to the end of the module with the outcome ${at}.`,
    why: "Callers of the module treat the failure as a success.",
    fix: "End the failure path with a different outcome, or with `end: error`.",
  }),
  silent: (of: string, at: string): Problem => ({
    message: `${of} to the end of the conversation ${at}, and the customer hears nothing first.`,
    fix: "Before the end, say what happened, or transfer to an agent.",
  }),
};

function pathsOf(paths: readonly string[], label: string): string {
  const names = paths.map((path) => `\`${path}\``);
  const last = names.pop();
  return names.length === 0
    ? `The ${last} path of ${label} leads`
    : `The ${names.join(", ")} and ${last} paths of ${label} lead`;
}

/** A variable in the node's spelling. */
function variableIn(node: FlowNode, name: string): string {
  const written = expressionsOf(node).flatMap((text) => variablesIn(text));
  return written.find((one) => one.name.toLowerCase() === name)?.name ?? name;
}
