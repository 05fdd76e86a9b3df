import path from "node:path";
import { DiagnosticError } from "@genesys-flows/architect";
import { columns } from "@genesys-flows/architect/columns";
import { printableLine } from "@genesys-flows/architect/printable";
import { readGate } from "@genesys-flows/policies/gate";
import { declaredSources, type FlowProject, loadProject, stackFileEntries } from "@genesys-flows/project";
import { declaredDifference, differenceFrom, type EnforcedRule, type RunningSources } from "@genesys-flows/rules";
import { parse } from "yaml";
import type { OpenedStack } from "../stack/stack.ts";
import { textOf } from "../system/files.ts";
import { SetUpError } from "../system/say.ts";
import { type RunningOutputs, runningOutputs } from "./running.ts";

/** A stack, as described by its configuration file and its last update. */
export interface StackSide {
  readonly stack: string;
  readonly project: FlowProject;
  readonly config: Readonly<Record<string, unknown>>;
  readonly rules: readonly EnforcedRule[];
  /** Empty if the stack was never deployed. */
  readonly running: RunningOutputs;
}

export interface Compared {
  readonly flows: readonly FlowDifference[];
  /** Differences in the configuration, for example `genesys-flows:values.patience: 20 -> 30`. */
  readonly values: readonly string[];
  /** Differences in the rules, for example `failure-handled: advisory -> mandatory`. */
  readonly levels: readonly string[];
  /**
   * Deployed objects, other than flows, that exist in only one of the stacks, for example `RoutingQueue Sales`. The
   * first list is for the first stack, the second list for the second stack.
   */
  readonly only: readonly [readonly string[], readonly string[]];
  /** The reasons why the promotion is not possible, one sentence for each part of the source. */
  readonly obstacles: readonly string[];
}

export interface FlowDifference {
  readonly name: string;
  /** The published versions in both stacks. Undefined if the flow was never published. */
  readonly versions: readonly [from: string | undefined, to: string | undefined];
  /** For example `the same`, `what dev runs`, `not what dev runs` or `only in dev`. */
  readonly source: string;
}

/** Compares the source that one stack runs with the source that would be deployed to the other stack. */
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

/** Entries of a configuration by path. The value of an encrypted entry is `(secret)`. */
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

/**
 * Reads the flows, configuration and rules of a stack, and the outputs of its last update.
 * @throws SetUpError if the stack has errors or its state cannot be read
 */
export async function readStackSide(opened: OpenedStack, stack: string): Promise<StackSide> {
  const { project: root } = opened;
  const file = `Pulumi.${stack}.yaml`;
  const text = textOf(path.join(root, file));
  if (text === undefined) throw new SetUpError(`There is no ${file} in ${root}.`, { exitCode: 2 });
  try {
    const project = await loadProject({ root, stack: stackFileEntries(file, text), stackFile: file });
    const levels = project.policyLevels;
    const { enforcement } = await readGate({ folder: path.join(root, "policies"), levels });
    const { config } = (parse(text) ?? {}) as { config?: Record<string, unknown> };
    const running = await runningOutputs({ ...opened, stack });
    if (running === undefined) {
      throw new SetUpError(
        `The state of ${stack} cannot be read, or the stack does not exist. Both stacks must be in the same backend (PULUMI_BACKEND_URL). To create the stack, run: npm run pulumi -- stack init ${stack} --no-select`,
      );
    }
    return { stack, project, config: config ?? {}, rules: enforcement.rules, running };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new SetUpError(`The stack ${stack} has errors.\n\n${error.message}`);
  }
}

/** The differences between two stacks as text for a terminal. Ends with a line feed. */
export function comparedText(
  { flows, values, levels, only, obstacles }: Compared,
  names: readonly [string, string],
): string {
  const [from, to] = names.map(printableLine) as [string, string];
  const rows = flows.map(({ name, versions: [before, after], source }) =>
    [name, before ?? "none", after ?? "none", source].map(printableLine),
  );
  return [
    ...columns(["Flow", `In ${from}`, `In ${to}`, `Source for ${to}`], rows),
    ...section(`Configuration, ${from} -> ${to}:`, values),
    ...section(`Rules, ${from} -> ${to}:`, levels),
    ...section(`Deployed only to ${from} so far:`, only[0]),
    ...section(`Deployed only to ${to}:`, only[1]),
    ...section(`The source was not promoted, because ${from} does not run all of it:`, obstacles),
    "",
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${printableLine(line)}`)];
}
