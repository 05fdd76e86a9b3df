import type { FlowNode, NodeId } from "@genesys-flows/architect";
import type { FlowSubject } from "../flow-subject.ts";
import { nodeAt, targetOf } from "../paths/next.ts";
import type { ModuleCall } from "./calls.ts";
import { isClosing as isLastAct, isQuiet } from "./effects.ts";
import { firstEffects, returnsOver, type Step, silentEnd, stepAfter, stepTo, walk } from "./paths.ts";
import type { Result } from "./results.ts";

/** A problem with the path that the flow takes after one result of the module. */
export type Misdirection =
  /** The path returns to the call without a limit, perhaps via other calls. */
  | { readonly kind: "returns"; readonly result: Result; readonly over: readonly string[] }
  /** The path joins the path of a result that means success; `at` is the point where the paths join. */
  | { readonly kind: "alike"; readonly result: Result; readonly success: Result; readonly at: string | undefined }
  /** The caller hears nothing before the call ends at `at`. */
  | { readonly kind: "silent"; readonly result: Result; readonly at: string };

/** Names of outcomes that always mean success or failure. */
const SUCCESSES = new Set(["success", "completed"]);
const FAILURES = new Set(["failure", "failed"]);

/** Problems with the paths of a call's failures: at most one finding per result. */
export function misdirections(flow: FlowSubject, call: ModuleCall, results: readonly Result[]): Misdirection[] {
  const found: Misdirection[] = [];
  for (const result of results) {
    if (!result.isError && !FAILURES.has(result.name)) continue;
    const first = stepAfter(flow, call, result);
    if (result.isError && first.id === undefined && result.value === undefined) continue; // reported as missing
    const ending = { call, result, first, results, start: (one: Result) => stepAfter(flow, call, one) };
    const over = result.isError ? returnsOver(flow, call, first) : undefined;
    const wrong: Misdirection | undefined = over
      ? { kind: "returns", result, over: over.slice(0, -1) }
      : (alike(flow, ending) ?? silent(flow, ending));
    const isKnown = found.some(({ kind, result: { name } }) => kind === wrong?.kind && name === result.name);
    if (wrong && !isKnown) found.push(wrong);
  }
  return found;
}

interface Ending {
  readonly call: ModuleCall;
  readonly result: Result;
  readonly first: Step;
  readonly results: readonly Result[];
  readonly start: (result: Result) => Step;
}

function alike(flow: FlowSubject, { result, first, results, start }: Ending): Misdirection | undefined {
  const named = results.filter(({ name, isError }) => !isError && !FAILURES.has(name));
  const successes = named.filter(({ name }) => SUCCESSES.has(name));
  const effects = firstEffects(flow, first);
  const sameAs = (success: Result) => haveSameEffects(flow, first, start(success));
  // If no name indicates success, only the author knows which outcome means success. In an export, a test whose paths
  // are all equal still counts as a missing test.
  if (successes.length === 0 && named.length > 1 && flow.origin === "definition") return undefined;
  const same = successes.length > 0 ? successes.find(sameAs) : named.every(sameAs) ? named[0] : undefined;
  if (!same || (result.isError && isLastWord(flow, results, start(same)))) return undefined;
  const [at] = effects ?? [];
  const isOneNode = effects?.size === 1 && at !== "end" && firstEffects(flow, start(same))?.has(at ?? "end");
  return { kind: "alike", result, success: same, at: isOneNode ? at : undefined };
}

function silent(flow: FlowSubject, { call, result, first, results, start }: Ending): Misdirection | undefined {
  const at = result.isError ? silentEnd(flow, first, call.node.id) : undefined;
  if (at === undefined) return undefined;
  const success = results.find(({ isError }) => !isError);
  const leavesItToModule =
    success !== undefined &&
    isLastWord(flow, results, start(success)) &&
    silentEnd(flow, start(success), call.node.id) !== undefined;
  return leavesItToModule ? undefined : { kind: "silent", result, at };
}

/**
 * Whether nothing depends on the result of the module: the module can only report that it ended, and the flow then only
 * says goodbye or records something.
 */
function isLastWord(flow: FlowSubject, results: readonly Result[], success: Step): boolean {
  if (new Set(results.filter(({ isError }) => !isError).map(({ name }) => name)).size !== 1) return false;
  const { graph } = flow;
  const isClosing = (node: FlowNode) => isLastAct(node) || isQuiet(graph, node);
  for (const { id } of walk(flow, [success], isClosing)) {
    const node = nodeAt(graph, id);
    if (node && !isClosing(node)) return false;
  }
  return true;
}

/**
 * Whether two paths are indistinguishable: they have the same actions, or equal actions with indistinguishable
 * continuations.
 */
function haveSameEffects(flow: FlowSubject, one: Step, other: Step): boolean {
  const compared = new Set<string>();
  const same = (a: Step, b: Step): boolean => {
    const [effects, others] = [firstEffects(flow, a), firstEffects(flow, b)];
    if (effects === undefined || others === undefined || effects.size !== others.size) return false;
    return [...effects].every((id) => others.has(id) || [...others].some((twin) => areTwins(id, twin)));
  };
  const areTwins = (a: NodeId, b: NodeId): boolean => {
    const pair = `${a} ${b}`;
    if (compared.has(pair)) return true;
    const [node, twin] = [flow.graph.nodes.get(a), flow.graph.nodes.get(b)];
    if (!node || !twin || node.kind !== twin.kind) return false;
    if (JSON.stringify(node.properties) !== JSON.stringify(twin.properties)) return false;
    compared.add(pair);
    const paths = new Set([...Object.keys(node.transitions), ...Object.keys(twin.transitions)]);
    const after = (from: FlowNode, path: string) => stepTo(targetOf(from, path), from);
    return [...paths].every((path) => same(after(node, path), after(twin, path)));
  };
  return same(one, other);
}
