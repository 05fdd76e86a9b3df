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
import { endsInSuccess } from "../paths/outcomes.ts";
import { unboundedRetry } from "../paths/retries.ts";
import { silentEnds } from "../paths/silent-ends.ts";
import { treatedAsSuccess } from "../paths/treated-as-success.ts";
import { expressionsOf } from "../paths/values.ts";
import { defineRule, type Violation } from "../rule.ts";

type Failures = NonNullable<ActionInfo["failures"]>;
type Problem = Pick<Violation, "message" | "why" | "fix">;

/** Which paths are failure paths is in the action table (`failures`). */
export const failureHandled = defineRule({
  name: "failure-handled",
  title: "Failure that nobody notices",
  requires:
    "Failure, timeout and no-match paths of data actions, lookups, transfers, bot calls and collected input lead to something that the caller hears or an agent sees, have a limit when they retry, and are not treated as a success.",
  why: "Systems behind a flow fail. A caller who is then disconnected without a word, kept in a loop or who hears that all is well, calls again or gives up, and nobody knows why.",
  fix: "Give the failure path actions of its own: say what happened and transfer the caller, or end the call with a message.",
  blindTo:
    "What a called module or bot says, which counts as heard. A message after a write that is about it in other words than its name. Housekeeping after the last words, and a first lookup that a second one of the same result follows, may fail unheard. Whether an outcome means success, except by its name. Whether a message fits the failure. A test of the result counts as a distinction, even if it treats a failure as a negative answer. Success and failure that join after different actions. Retries through the end of a called task, or through a caller.",
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
    const taken = takenPaths(flow, node, failures);
    const success = new Set(
      Object.entries(node.transitions).flatMap(([path, to]) => (failures.paths.includes(path) ? [] : to)),
    );
    const byProblem = new Map<string, { paths: string[]; problem: (of: string) => Problem }>();
    for (const path of taken) {
      const found = problemOf(flow, { node, path, success, retries, alike, silent, keepsHouse });
      if (!found) continue;
      const known = byProblem.get(found.id);
      if (known) known.paths.push(path);
      else byProblem.set(found.id, { paths: [path], problem: found.problem });
    }
    return [...byProblem.values()].map(({ paths, problem }) => problem(pathsOf(paths, labelOf(flow, node))));
  };
}

/** The failure paths that the action can take. In an export, an optional path without actions is not known to be enabled. */
function takenPaths({ origin }: FlowSubject, node: FlowNode, { paths, optional }: Failures): string[] {
  const enabled = new Set(outputPathsOf(node));
  return paths.filter((path) => {
    if (!enabled.has(path)) return false;
    if (!optional.has(path) || get(getMap(node.properties["outputs"], path), "enabled") === true) return true;
    return Object.hasOwn(node.transitions, path) && !(origin === "export" && node.implicit?.includes(path));
  });
}

/** Paths that the customer's own input leads to, so that it limits them. */
const ENTERED = new Set(["maxNoMatches", "noIntent"]);

interface Path {
  readonly node: FlowNode;
  readonly path: string;
  /** Where the paths of success lead. */
  readonly success: ReadonlySet<string>;
  readonly retries: ReturnType<typeof unboundedRetry>;
  readonly alike: ReturnType<typeof treatedAsSuccess>;
  readonly silent: ReturnType<typeof silentEnds>;
  readonly keepsHouse: ReturnType<typeof housekeeping>;
}

function problemOf(
  flow: FlowSubject,
  { node, path, success, retries, alike, silent, keepsHouse }: Path,
): { id: string; problem: (of: string) => Problem } | undefined {
  const { graph } = flow;
  const target = node.transitions[path];
  if (target !== undefined && !ENTERED.has(path) && retries(node, target))
    return { id: "retry", problem: retryProblem };
  const shared = target !== undefined && success.has(target);
  const treated = target === undefined ? undefined : alike(node, target, { shared });
  if (treated?.kind === "uses") {
    const used = `${labelOf(flow, treated.node)}, which uses ${variableIn(treated.node, treated.variable)}`;
    return { id: used, problem: usesProblem(used) };
  }
  if (treated) {
    const said = labelOf(flow, treated.node);
    return { id: said, problem: saysProblem(said) };
  }
  const succeeded = target === undefined ? undefined : endsInSuccess(graph, target);
  if (succeeded) {
    const outcome = `\`${succeeded.outcome}\` at ${labelOf(flow, succeeded.node)}`;
    return { id: outcome, problem: outcomeProblem(outcome) };
  }
  const end = speaksOnFailure(node) ? undefined : target === undefined ? silent.afterEnd(node) : silent.from(target);
  if (!end || keepsHouse(node)) return undefined;
  if (target !== undefined && silent.isBehind(target, (other) => isSecondTry(node, other))) return undefined;
  const where = end.hangsUp
    ? `at ${labelOf(flow, end.node)}`
    : end.node === node
      ? "there"
      : `after ${labelOf(flow, end.node)}`;
  return { id: where, problem: silentProblem(where) };
}

const retryProblem = (of: string): Problem => ({
  message: `${of} back to it without a limit.`,
  why: "As long as it fails, the flow repeats it. The platform stops the flow after 10,000 actions.",
  fix: "Lead the path out of the cycle, or limit the attempts with a loop.",
});

const usesProblem =
  (used: string) =>
  (of: string): Problem => ({
    message: `${of} to ${used}, and only the success sets it.`,
    fix: "Lead the failure elsewhere, test the result first, or set a default before.",
  });

const saysProblem =
  (said: string) =>
  (of: string): Problem => ({
    message: `${of} to the same node as its success: the customer hears ${said} in both cases.`,
    fix: "Lead the failure to a message of its own, or to an agent.",
  });

const outcomeProblem =
  (outcome: string) =>
  (of: string): Problem => ({
    message: `${of} to the end of the module with the outcome ${outcome}.`,
    why: "Callers of the module treat the failure as a success.",
    fix: "Lead the failure to an end with another outcome, or to `end: error`.",
  });

const silentProblem =
  (where: string) =>
  (of: string): Problem => ({
    message: `${of} to the end of the conversation ${where}, and the customer hears nothing before.`,
    fix: "Say what happened before the end, or transfer to an agent.",
  });

function pathsOf(paths: readonly string[], label: string): string {
  const names = paths.map((path) => `\`${path}\``);
  const last = names.pop();
  return names.length === 0
    ? `The ${last} path of ${label} leads`
    : `The ${names.join(", ")} and ${last} paths of ${label} lead`;
}

/** A variable as a node writes it. */
function variableIn(node: FlowNode, name: string): string {
  const written = expressionsOf(node).flatMap((text) => variablesIn(text));
  return written.find((one) => one.name.toLowerCase() === name)?.name ?? name;
}
