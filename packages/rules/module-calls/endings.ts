import type { FlowSubject } from "../flow-subject.ts";
import type { ModuleCall } from "./calls.ts";
import { isClosing as isLastAct, isQuiet } from "./effects.ts";
import { firstEffects, returnsOver, type Step, silentEnd, stepAfter, stepsFrom, walk } from "./paths.ts";
import type { Result } from "./results.ts";
import { haveSameEffects } from "./same-effects.ts";

/** What is wrong with where a call continues after one result of the module. */
export type Misdirection =
  /** It leads back to the call without a bound, over other calls or none. */
  | { readonly kind: "returns"; readonly result: Result; readonly over: readonly string[] }
  /** It leads where another result leads that means success; `at` is where the two meet. */
  | { readonly kind: "alike"; readonly result: Result; readonly success: Result; readonly at: string | undefined }
  /** The caller hears nothing before `at`, where the call ends. */
  | { readonly kind: "silent"; readonly result: Result; readonly at: string };

/** Names of outcomes that mean success and failure wherever a module declares them. */
const SUCCESSES = new Set(["success", "completed"]);
const FAILURES = new Set(["failure", "failed"]);

/** Where the failures of a call lead, as far as that is wrong: at most one finding for each result. */
export function misdirections(flow: FlowSubject, call: ModuleCall, results: readonly Result[]): Misdirection[] {
  const found: Misdirection[] = [];
  const add = (one: Misdirection | undefined) => {
    const isKnown = found.some(({ kind, result }) => kind === one?.kind && result.name === one.result.name);
    if (one && !isKnown) found.push(one);
  };
  const start = (result: Result) => stepAfter(flow, call, result);
  for (const result of results) {
    const isFailure = FAILURES.has(result.name);
    if (!result.isError && !isFailure) continue;
    const first = start(result);
    if (result.isError && first.id === undefined && result.value === undefined) continue; // reported as missing
    const over = result.isError ? returnsOver(flow, call, first) : undefined;
    if (over) add({ kind: "returns", result, over: over.slice(0, -1) });
    else add(alike(flow, { result, first, results, start }) ?? silent(flow, { call, result, first, results, start }));
  }
  return found;
}

interface Ending {
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
  // Where no name says what means success, only the author knows. In an export, a test whose paths are all one is still none.
  if (successes.length === 0 && named.length > 1 && flow.origin === "definition") return undefined;
  const same = successes.length > 0 ? successes.find(sameAs) : named.every(sameAs) ? named[0] : undefined;
  if (!same || (result.isError && isLastWord(flow, results, start(same)))) return undefined;
  const [at] = effects ?? [];
  const isOneNode = effects?.size === 1 && at !== "end" && firstEffects(flow, start(same))?.has(at ?? "end");
  return { kind: "alike", result, success: same, at: isOneNode ? at : undefined };
}

function silent(flow: FlowSubject, o: Ending & { call: ModuleCall }): Misdirection | undefined {
  if (!o.result.isError) return undefined;
  const at = silentEnd(flow, o.first, o.call.node.id);
  if (at === undefined) return undefined;
  const success = o.results.find(({ isError }) => !isError);
  const leavesItToModule =
    success !== undefined &&
    isLastWord(flow, o.results, o.start(success)) &&
    silentEnd(flow, o.start(success), o.call.node.id) !== undefined;
  return leavesItToModule ? undefined : { kind: "silent", result: o.result, at };
}

/**
 * Whether the call is the flow's last act: the module can report nothing but that it ended, and the flow only says goodbye or
 * notes something afterwards. Nothing then depends on how it ended.
 */
function isLastWord(flow: FlowSubject, results: readonly Result[], success: Step): boolean {
  if (new Set(results.filter(({ isError }) => !isError).map(({ name }) => name)).size !== 1) return false;
  const { graph } = flow;
  const isClosing = ({ id }: Step) => {
    const node = id === undefined ? undefined : graph.nodes.get(id);
    return node === undefined || isLastAct(node) || isQuiet(graph, node);
  };
  for (const step of walk(flow, [success], (one) => (isClosing(one) ? stepsFrom(flow, one) : []))) {
    if (!isClosing(step)) return false;
  }
  return true;
}
