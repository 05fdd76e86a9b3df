import { declaredSources, type FlowProject } from "@genesys-flows/project";
import { declaredDifference, differenceFrom, type EnforcedRule, type RunningSources } from "@genesys-flows/rules";
import type { RunningOutputs } from "../stack/promotion.ts";

/** A stack as its file and its last update describe it. */
export interface StackSide {
  readonly stack: string;
  readonly project: FlowProject;
  readonly config: Readonly<Record<string, unknown>>;
  readonly rules: readonly EnforcedRule[];
  /** Empty for a stack that was never deployed. */
  readonly running: RunningOutputs;
}

/** What differs between two stacks. */
export interface Compared {
  readonly flows: readonly FlowDifference[];
  /** `genesys-flows:values.patience: 20 -> 30` */
  readonly values: readonly string[];
  /** `failure-handled: advisory -> mandatory` */
  readonly levels: readonly string[];
  /** What only one of the two has deployed, beside flows: `RoutingQueue Sales`; of the first and of the second. */
  readonly only: readonly [readonly string[], readonly string[]];
  /** Why the target cannot be promoted, one sentence for each part of the source. */
  readonly obstacles: readonly string[];
}

export interface FlowDifference {
  readonly name: string;
  /** The published versions; undefined where it was never published. */
  readonly versions: readonly [from: string | undefined, to: string | undefined];
  /** `same source`, `another source`, `only in dev`. */
  readonly source: string;
}

/** Compares what a stack runs with what another one would get. */
export function compared(from: StackSide, to: StackSide): Compared {
  const running: RunningSources = { stack: from.stack, sourceDigests: from.running.sourceDigests ?? {} };
  const wanted = new Map(to.project.flows.map((flow) => [flow.key, flow]));
  const others = from.project.flows.filter(({ key }) => !wanted.has(key));
  const difference = (key: string, name: string, source: string): FlowDifference => ({
    name,
    versions: [from.running.flows?.[key]?.publishedVersion, to.running.flows?.[key]?.publishedVersion],
    source,
  });
  return {
    flows: [
      ...to.project.flows.map((flow) =>
        difference(flow.key, flow.name, sourceWords(running, flow, to.running.sourceDigests)),
      ),
      ...others.map(({ key, name }) => difference(key, name, `only in ${from.stack}`)),
    ],
    values: changedEntries(flat(from.config), flat(to.config)),
    levels: changedEntries(levelsOf(from.rules), levelsOf(to.rules)),
    only: [without(from.running.objects, to.running.objects), without(to.running.objects, from.running.objects)],
    obstacles: [
      ...to.project.flows.flatMap((flow) => differenceFrom(running, flow) ?? []),
      ...declaredSources(to.project).flatMap((source) => declaredDifference(running, source) ?? []),
    ],
  };
}

function without(objects: readonly string[] = [], others: readonly string[] = []): readonly string[] {
  return objects.filter((one) => !others.includes(one));
}

function sourceWords(
  running: RunningSources,
  flow: FlowProject["flows"][number],
  target: Readonly<Record<string, string>> | undefined,
): string {
  if (differenceFrom(running, flow) !== undefined) return `not what ${running.stack} runs`;
  return target?.[flow.key] === flow.sourceDigest ? "the same" : `what ${running.stack} runs`;
}

type Entries = Readonly<Record<string, string>>;

function levelsOf(rules: readonly EnforcedRule[]): Entries {
  return Object.fromEntries(
    rules.map(({ rule, level, settings }) => {
      const shown = JSON.stringify(settings);
      return [rule.name, `${level}${shown === "{}" ? "" : ` ${shown}`}`];
    }),
  );
}

/** Entries of a configuration by their paths; of an encrypted one, that it is secret. */
function flat(value: unknown, path = ""): Entries {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { [path]: JSON.stringify(value) };
  if (Object.keys(value).join() === "secure") return { [path]: "(secret)" };
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, inner]) => flat(inner, path === "" ? key : `${path}.${key}`)),
  );
}

function changedEntries(from: Entries, to: Entries): string[] {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
  return keys
    .filter((key) => from[key] !== to[key])
    .map((key) => `${key}: ${from[key] ?? "not set"} -> ${to[key] ?? "not set"}`);
}
