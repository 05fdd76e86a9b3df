import { type ArchyDocument, contractChanges, type FlowGraph, lift } from "@genesys-flows/architect";
import { comparable } from "@genesys-flows/architect/versions";
import { withoutMark } from "@genesys-flows/platform";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import { type Findings, showDifference, showFindings } from "../changing/shown.ts";
import { gateOfStack } from "../checking/gate.ts";
import type { Context } from "../context.ts";
import { each } from "../live/each.ts";
import type { OpenStack } from "../open-stack.ts";
import { heldLines } from "./held-modules.ts";
import type { FlowChange, RollbackPlan } from "./plan.ts";
import type { Target } from "./targets.ts";
import { describedVersion, isUnreadable } from "./versions.ts";

/** Flows whose snapshots are asked for at the same time. */
const PARALLEL = 8;

/** Prints what a rollback changes: each flow with its source, its differences, what it held, and its findings. */
export async function showPlan(
  plan: RollbackPlan,
  { stack, before }: { readonly stack: OpenStack; readonly before: FlowProject },
  context: Context,
): Promise<void> {
  const gate = await gateOfStack(context, stack.stack);
  const [old, now] = [before, plan.after].map((one) => gate.judge(one, { stack: stack.stack }).findings);
  const found = { old: old as Findings, now: now as Findings };
  const keys = new Set(plan.changes.map(({ target }) => target.key));
  const unitOf = (key: string) => plan.after.flows.find((unit) => unit.key === key);
  const calling = plan.changes.filter(({ target: { key, unit } }) =>
    [unit, unitOf(key)].some((one) => one !== undefined && one.calls.length > 0),
  );
  const held = new Map(
    await each(
      calling,
      PARALLEL,
      async ({ target }) => [target.key, await heldLines(target, { stack, keys })] as const,
    ),
  );
  for (const target of plan.unchanged) context.out(`${unchangedText(target, stack.stack)}\n`);
  for (const change of plan.changes) {
    const after = unitOf(change.target.key);
    if (!after) continue;
    await showChange(change, { after, stack: stack.stack, held: held.get(after.key) ?? [] }, context);
    const brought = showFindings(after, found, context);
    if (change.origin.from === "export" && brought.some(({ severity }) => severity === "error"))
      context.out('  An update is refused for this. What to do: docs/adopting.md, "Exports that violate a rule".\n');
  }
  const also = alsoChanged(before, plan.after, keys);
  if (also.length > 0)
    context.out(`Also changed, because they share a file or call these flows: ${also.join(", ")}.\n`);
}

function unchangedText({ key, unit, version, versions, liveDigest }: Target, stack: string): string {
  const live = versions?.flow.publishedVersion;
  const same = `${key}: its source already describes version ${version.id}.`;
  if (!live || live.id === version.id) return same;
  if (liveDigest === undefined)
    return `${same} Live is ${describedVersion(live)}. To publish the source over it: npm run pulumi -- up --refresh --stack ${stack}`;
  if (liveDigest !== unit?.digest) return `${same} The next update publishes it over version ${live.id}.`;
  return `${same} The live version ${live.id} is of the same source.`;
}

async function showChange(
  { target, origin }: FlowChange,
  { after, stack, held }: { readonly after: FlowUnit; readonly stack: string; readonly held: readonly string[] },
  context: Context,
): Promise<void> {
  const { key, unit, version, versions } = target;
  context.out(`${key}  ${after.file}\n`);
  context.out(`  to ${describedVersion(version)}\n`);
  if (origin.from === "git") context.out(`  source: commit ${origin.commit.shown}\n`);
  else context.out(`  source: the platform's export of the version. ${origin.why}\n`);
  if (unit && unit.file !== after.file) context.out(`  replaces ${unit.file}\n`);
  if (!unit) context.out("  The project does not have this flow now.\n");
  if (!versions) context.out("  The flow was deleted: the next update creates it, with another id.\n");
  const graphs = await comparedGraphs({ target, origin }, after);
  if (graphs && "problem" in graphs) context.out(`  The versions cannot be compared: ${graphs.problem}\n`);
  else if (graphs) {
    if (graphs.of !== undefined) context.out(`  compared with ${graphs.of}:\n`);
    if (!showDifference(graphs, context)) context.out("  No difference in its content.\n");
  }
  for (const line of settingLines(unit, after)) context.out(`  ${line}\n`);
  if (origin.from === "git") {
    for (const { entry, value } of origin.restored) {
      const set = value === undefined ? "is removed" : `becomes ${JSON.stringify(value)}`;
      context.out(`  ~ Pulumi.${stack}.yaml: ${entry} ${set}, as it was for this flow\n`);
    }
  }
  for (const line of held) context.out(`  ${line}\n`);
}

interface Graphs {
  readonly before: FlowGraph;
  readonly after: FlowGraph;
  /** What the version is compared with, where that is not the present source. */
  readonly of?: string;
}

/** An export with an export, a source with a source: the platform fills defaults in, which would be no change. */
async function comparedGraphs(
  { target, origin }: FlowChange,
  after: FlowUnit,
): Promise<Graphs | { readonly problem: string } | undefined> {
  const { unit, versions } = target;
  const live = versions?.flow.publishedVersion?.id;
  if (origin.from === "export" && versions && live !== undefined) {
    try {
      const before = await versions.exported(live);
      return { before: ownGraph(before), after: ownGraph(origin.document), of: `the live version ${live}` };
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      return { problem: error.message };
    }
  }
  return unit && comparable(unit, after);
}

/** Without the ownership mark, which each version has anew. */
function ownGraph(document: ArchyDocument): FlowGraph {
  const graph = lift(document);
  return { ...graph, description: withoutMark(graph.description ?? "") || undefined } as FlowGraph;
}

/** Settings of the flow that are in its files and not in its content, and what a module's callers notice. */
function settingLines(before: FlowUnit | undefined, after: FlowUnit): string[] {
  if (!before) return [];
  const shown = (value: unknown) =>
    Array.isArray(value) ? value.join(", ") || "none" : (JSON.stringify(value) ?? "none");
  const pairs: [string, unknown, unknown][] = [
    ["numbers", before.numbers, after.numbers],
    ...(["pin", "owner", "onDrift", "forceUnlock"] as const).map((name): [string, unknown, unknown] => [
      name,
      before.settings[name],
      after.settings[name],
    ]),
  ];
  const lines = pairs
    .filter(([, from, to]) => JSON.stringify(from) !== JSON.stringify(to))
    .map(([name, from, to]) => `~ ${name}: ${shown(from)} → ${shown(to)}`);
  const contract = before.contract && after.contract ? contractChanges(before.contract, after.contract) : [];
  return [
    ...lines,
    ...contract.map(
      ({ compatible, kind, name, reason }) => `${compatible ? "compatible" : "breaking"}: ${kind} ${name}. ${reason}`,
    ),
  ];
}

/** Other flows whose documents change. */
function alsoChanged(before: FlowProject, after: FlowProject, keys: ReadonlySet<string>): string[] {
  const digests = new Map(before.flows.map(({ key, digest }) => [key, digest]));
  return after.flows.filter(({ key, digest }) => !keys.has(key) && digests.get(key) !== digest).map(({ key }) => key);
}
