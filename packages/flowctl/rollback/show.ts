import { contractChanges, type FlowGraph } from "@genesys-flows/architect";
import { comparable } from "@genesys-flows/architect/versions";
import { ApiFailure, type FlowEntity, readMark, typeOfFlow } from "@genesys-flows/platform";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import { flowChanges } from "@genesys-flows/report/words";
import { contractLine, type Findings, type FlowOutcome, findingsOf } from "../changing/shown.ts";
import { gateOfStack } from "../checking/gate.ts";
import type { Context } from "../context.ts";
import { each, REQUESTS_AT_ONCE } from "../live/asking.ts";
import { exportProblem } from "../live/exports.ts";
import type { OpenStack } from "../open-stack.ts";
import { changedKeys } from "./coming-project.ts";
import type { FlowChange, RollbackPlan } from "./plan.ts";
import type { Target } from "./targets.ts";
import { describedVersion, unmarkedGraph } from "./versions.ts";

const EXPORT_HINT = 'These findings block updates. For solutions, see docs/adopting.md, "Exports that violate a rule".';

/**
 * The effects of a rollback: each flow with its source, its differences, the snapshots that the version held, and the
 * findings.
 */
export async function planOutcomes(
  plan: RollbackPlan,
  { stack, before }: { readonly stack: OpenStack; readonly before: FlowProject },
  context: Context,
): Promise<FlowOutcome[]> {
  const gate = await gateOfStack(context, stack.stack);
  const [old, now] = [before, plan.after].map((one) => gate.judge(one, { stack: stack.stack }).findings);
  const found = { old: old as Findings, now: now as Findings };
  const keys = new Set(plan.changes.map(({ target }) => target.key));
  const unitOf = (key: string) => plan.after.flows.find((unit) => unit.key === key);
  const unchanged = plan.unchanged.map((target): FlowOutcome => {
    const reasons = [unchangedText(target, stack.stack)];
    return { key: target.key, file: target.unit?.file ?? "", result: "unchanged", reasons };
  });
  const changed = await each(plan.changes, REQUESTS_AT_ONCE, async (change): Promise<FlowOutcome | undefined> => {
    const { target, origin } = change;
    const after = unitOf(target.key);
    if (!after) return undefined;
    const calls = [target.unit, after].some((one) => one !== undefined && one.calls.length > 0);
    const held = calls ? await heldLines(target, { stack, keys }) : [];
    const findings = findingsOf(after, found);
    const isRefused = origin.from === "export" && findings.brought.some(({ severity }) => severity === "error");
    const { notes, changes } = await changeWords(change, { after, held, stack: stack.stack });
    return {
      key: target.key,
      file: after.file,
      result: "changed",
      notes,
      changes,
      ...findings,
      ...(isRefused && { hint: EXPORT_HINT }),
    };
  });
  return [...unchanged, ...changed.filter((one) => one !== undefined)];
}

/** A sentence that lists other flows whose documents change; empty if no other document changes. */
export function alsoChanged({ changes, after }: RollbackPlan, before: FlowProject): string {
  const keys = new Set(changes.map(({ target }) => target.key));
  const also = changedKeys(before, after).filter((key) => !keys.has(key));
  return also.length === 0 ? "" : `Also changed, because they share a file or call these flows: ${also.join(", ")}.\n`;
}

function unchangedText({ unit, version, versions, liveDigest }: Target, stack: string): string {
  const live = versions?.flow.publishedVersion;
  const same = `its source already describes version ${version.id}.`;
  if (!live || live.id === version.id) return same;
  if (liveDigest === undefined)
    return `${same} The live version is ${describedVersion(live)}. To overwrite the live version with the source: npm run pulumi -- up --refresh --stack ${stack}`;
  if (liveDigest !== unit?.digest) return `${same} The next update replaces version ${live.id} with this source.`;
  return `${same} The live version ${live.id} is from the same source.`;
}

type Words = Required<Pick<FlowOutcome, "notes" | "changes">>;

async function changeWords(
  { target, origin }: FlowChange,
  { after, held, stack }: { readonly after: FlowUnit; readonly held: readonly string[]; readonly stack: string },
): Promise<Words> {
  const { unit, version, versions } = target;
  const graphs = await comparedGraphs({ target, origin }, after);
  const isComparable = graphs !== undefined && "before" in graphs;
  const inContent = isComparable ? flowChanges(graphs.before, graphs.after) : [];
  const restored = origin.from === "git" ? origin.restored : [];
  const settings = settingWords(unit, after);
  return {
    notes: [
      `to ${describedVersion(version)}`,
      origin.from === "git"
        ? `source: commit ${origin.commit.shown}`
        : `source: the platform's export of the version. ${origin.why}`,
      ...(unit && unit.file !== after.file ? [`replaces ${unit.file}`] : []),
      ...(unit ? [] : ["The project no longer has this flow."]),
      ...(versions ? [] : ["The flow was deleted: the next update creates it with a new id."]),
      ...(graphs && "problem" in graphs ? [`The versions cannot be compared: ${graphs.problem}`] : []),
      ...settings.notes,
      ...held,
      ...(isComparable ? comparedWords(graphs.of, inContent.length > 0) : []),
    ],
    changes: [
      ...inContent,
      ...settings.changes,
      ...restored.map(({ entry, value }) => {
        const set = value === undefined ? "is removed" : `becomes ${JSON.stringify(value)}`;
        return { sign: "~" as const, text: `Pulumi.${stack}.yaml: ${entry} ${set}, as it was for this flow` };
      }),
    ],
  };
}

function comparedWords(of: string | undefined, hasChanges: boolean): string[] {
  if (of === undefined) return hasChanges ? [] : ["Its content does not change."];
  return [hasChanges ? `compared with ${of}:` : `Its content is the same as in ${of}.`];
}

interface Graphs {
  readonly before: FlowGraph;
  readonly after: FlowGraph;
  /** The content that the version is compared with, if not the current source. */
  readonly of?: string;
}

/**
 * Compares exports only with exports, and sources only with sources: an export contains defaults of the platform, which
 * would look like changes.
 */
async function comparedGraphs(
  { target, origin }: FlowChange,
  after: FlowUnit,
): Promise<Graphs | { readonly problem: string } | undefined> {
  const { unit, versions } = target;
  const live = versions?.flow.publishedVersion?.id;
  if (origin.from === "export" && versions && live !== undefined) {
    try {
      const before = await versions.exported(live);
      return { before: unmarkedGraph(before), after: unmarkedGraph(origin.document), of: `the live version ${live}` };
    } catch (error) {
      return { problem: exportProblem(error) };
    }
  }
  return unit && comparable(unit, after);
}

/** Changes to settings outside the flow's content, and changes that a module's callers notice. */
function settingWords(before: FlowUnit | undefined, after: FlowUnit): Words {
  if (!before) return { notes: [], changes: [] };
  const shown = (value: unknown) =>
    Array.isArray(value) ? value.join(", ") || "none" : (JSON.stringify(value) ?? "none");
  const settingsOf = ({
    numbers,
    emailAddresses: routes,
    settings: { pin, owner, onDrift, forceUnlock },
  }: FlowUnit) => {
    const emailAddresses = routes.map((one) => (Object.keys(one).length === 1 ? one.address : JSON.stringify(one)));
    return Object.entries({ numbers, emailAddresses, pin, owner, onDrift, forceUnlock });
  };
  const now = Object.fromEntries(settingsOf(after));
  const pairs = settingsOf(before).map(([name, from]) => [name, from, now[name]] as const);
  const contract = before.contract && after.contract ? contractChanges(before.contract, after.contract) : [];
  return {
    notes: contract.map(contractLine),
    changes: pairs
      .filter(([, from, to]) => JSON.stringify(from) !== JSON.stringify(to))
      .map(([name, from, to]) => ({ sign: "~", text: `${name}: ${shown(from)} → ${shown(to)}` })),
  };
}

/**
 * Lines about snapshots that will differ from those of the earlier version, because publishing copies the current
 * versions of the modules. Empty if no snapshot will differ.
 * @param o.keys keys of the flows that are rolled back
 */
async function heldLines(
  { version, versions }: Target,
  { stack, keys }: { readonly stack: OpenStack; readonly keys: ReadonlySet<string> },
): Promise<string[]> {
  if (!versions) return [];
  const { flow } = versions;
  try {
    const held = await stack.flows.embedded({ id: flow.id, type: typeOfFlow(flow), version: version.id });
    const lines = held.map(async ({ id, name, version: was }) => {
      const module = await stack.flows.read(id);
      const snapshot = `Version ${version.id} held version ${was} of '${module?.name ?? name ?? id}'`;
      return nowText(snapshot, { was, module, keys });
    });
    return (await Promise.all(lines)).flat();
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    return [`The modules that version ${version.id} held are not known: ${error.message}`];
  }
}

function nowText(
  snapshot: string,
  o: {
    readonly was: string | null | undefined;
    readonly module: FlowEntity | undefined;
    readonly keys: ReadonlySet<string>;
  },
): string[] {
  const live = o.module?.publishedVersion?.id;
  if (live === undefined)
    return [`${snapshot}, which is no longer published. Updates are refused while the flow calls this module.`];
  const key = readMark(o.module?.description)?.key;
  if (key !== undefined && o.keys.has(key))
    return [`${snapshot}. The next update copies the version that this rollback publishes.`];
  return live === o.was ? [] : [`${snapshot}. Version ${live} is published, and the next update copies that version.`];
}
