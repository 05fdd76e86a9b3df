import type { ArchyDocument, FlowGraph, GraphDiff } from "@genesys-flows/architect";
import { kernel } from "@genesys-flows/architect/kernel";
import { messageOf } from "@genesys-flows/architect/printable";
import {
  commandLine,
  type DeletedOutside,
  type Drift,
  deletedText,
  exportFlow,
  type FlowPlatform,
  few,
  headlineOf,
  type Pace,
  withoutMark,
} from "@genesys-flows/platform";
import type { Operation, RunNote } from "../../../engine/resource.ts";
import type { StackRun } from "../../../run/stack-run.ts";
import type { FlowInputs } from "../values.ts";

interface DriftedFlow {
  readonly id: string;
  readonly drift: Drift;
  readonly inputs: Pick<FlowInputs, "onDrift">;
  readonly operation: Operation;
}

const nothingCompared: FlowDifference = { lines: [], brief: "" };

/**
 * Reports changes made outside the stack: who made them and when, what changed, and what to do. `onDrift` decides
 * whether an update continues; the default is `fail`, or `overwrite` in the embedded organisation.
 */
export class DriftReports {
  readonly #platform: { readonly flows: FlowPlatform; readonly pace: Pace };
  readonly #fallback: "fail" | "overwrite";
  readonly #differences = new Map<string, Promise<FlowDifference>>();
  readonly #reported = new Set<string>();

  constructor(organisation: { readonly flows: FlowPlatform; readonly pace: Pace; readonly embedded: boolean }) {
    this.#platform = organisation;
    this.#fallback = organisation.embedded ? "overwrite" : "fail";
  }

  /**
   * Warns of drift in a refresh. The next update uses the `onDrift` in the source, which a refresh does not read.
   * @returns the drift in one line, for the state. The line omits details from the audits, because the platform does
   *   not keep audits forever
   */
  async report(flow: DriftedFlow): Promise<string> {
    const decision = this.#decision(flow);
    await this.#warn(flow, decision, prospect(flow, decision, " in the last update"));
    const { drift } = flow;
    const { brief } = await this.#difference(flow);
    return `${drift.events.map(({ what }) => what).join("; ")}${brief ? `: ${brief}` : ""}`;
  }

  /** Reports in a preview what the update would do. If the run collects findings, a refusal becomes a finding. */
  async foresee(flow: DriftedFlow, run: StackRun): Promise<void> {
    const { operation } = flow;
    const decision = this.#decision(flow);
    if (decision === "overwrite" || !run.collects) {
      await this.#warn(flow, decision, prospect(flow, decision));
      return;
    }
    const { lines } = await this.#difference(flow);
    run.refuse({ operation, code: "drift" }, textOf(headlineOf(flow.drift), lines, prospect(flow, decision)));
  }

  /** Mentions drift in a preview of an update that does not touch the flow. Reads no versions. */
  mention(flow: DriftedFlow): void {
    const headline = headlineOf(flow.drift);
    const report = `${flow.id} ${headline}`;
    if (!this.#reported.has(report)) {
      flow.operation.log.note(drifted(headline, [], untouched(flow, this.#decision(flow))));
    }
    this.#reported.add(report);
  }

  /**
   * Reports each decision once per run, with the differences. A later decision replaces an earlier one in the report.
   */
  async #warn(flow: DriftedFlow, decision: string, last: string): Promise<void> {
    const { id, drift, operation } = flow;
    const { lines } = await this.#difference(flow);
    const headline = headlineOf(drift);
    const report = `${id} ${headline}`;
    if (!this.#reported.has(`${report} ${decision}`)) operation.log.note(drifted(headline, lines, last));
    this.#reported.add(report).add(`${report} ${decision}`);
  }

  /**
   * Warns before publishing that the update overwrites the change.
   * @throws Error with the change, its author and the remedy, if `onDrift` is `fail`
   */
  async accept(flow: DriftedFlow): Promise<void> {
    const { drift, operation } = flow;
    const headline = headlineOf(drift);
    const { lines } = await this.#difference(flow);
    if (this.#decision(flow) === "fail") {
      throw new Error(
        textOf(headline, lines, `This update does not overwrite the change (onDrift: fail). ${advice(flow)}`),
      );
    }
    const { published } = drift;
    const done = published
      ? `The update overwrites the change (onDrift: overwrite).${published.to ? ` Version ${published.to} stays in the flow's history.` : ""}`
      : "The update restores the name (onDrift: overwrite).";
    operation.log.note(drifted(headline, lines, done));
  }

  #decision(flow: DriftedFlow): "fail" | "overwrite" {
    return flow.inputs.onDrift ?? this.#fallback;
  }

  #difference({ id, drift, operation }: DriftedFlow): Promise<FlowDifference> {
    const { from, to } = drift.published ?? {};
    if (!from || !to) return Promise.resolve(nothingCompared);
    const key = `${id} ${from} ${to}`;
    const known = this.#differences.get(key);
    if (known) return known;
    const comparing = compareVersions({ ...this.#platform, signal: operation.signal }, { id, from, to });
    this.#differences.set(key, comparing);
    return comparing;
  }
}

function drifted(headline: string, lines: readonly string[], last: string): RunNote {
  return { code: "drift", severity: "warning", message: textOf(headline, lines, last) };
}

function textOf(headline: string, lines: readonly string[], last: string): string {
  return [headline, ...lines.map((line) => `  ${line}`), last].join("\n");
}

/**
 * What an update would do about drift.
 * @param asOf set in a refresh, which only knows the `onDrift` of the last update
 */
function prospect(flow: DriftedFlow, decision: "fail" | "overwrite", asOf = ""): string {
  const setting = `(onDrift: ${decision}${asOf})`;
  if (decision === "fail") return `The change blocks an update ${setting}. ${advice(flow)}`;
  return flow.drift.published
    ? `An update overwrites the change ${setting}. To keep it, first take it into the source:\n  ${takeCommand(flow)}`
    : `An update restores the name ${setting}.`;
}

/** What happens to drift in a flow that the update does not touch. */
function untouched({ drift, operation: { urn } }: DriftedFlow, decision: "fail" | "overwrite"): string {
  const over = drift.published ? "overwrite it with the source" : "restore the name in the source";
  return [
    `This update leaves the change as it is. Take it into the source, or ${over} (onDrift: overwrite):`,
    `  ${commandLine("flowctl", `take ${urn.name}`, urn)}`,
    ...(decision === "fail" ? [`  ${overwriteCommand(urn)}`] : []),
    `  ${commandLine("pulumi", "up --refresh", urn)}`,
  ].join("\n");
}

/** Note about an object that was deleted outside the stack. @param next what an update does about the deletion */
export function deletedNote(of: DeletedOutside, next: string): RunNote {
  return { code: "deleted-outside", severity: "warning", message: `${deletedText(of)} ${next}` };
}

/** Like `deletedNote`, for an object that the update does not touch. */
export function leftDeleted(of: DeletedOutside, { urn }: Pick<Operation, "urn">): RunNote {
  const again = commandLine("pulumi", "up --refresh", urn);
  return deletedNote(of, `This update does not recreate it. To recreate it, with a new id, run:\n  ${again}`);
}

function advice({ drift, operation: { urn } }: DriftedFlow): string {
  const overwrite = `by setting \`onDrift: overwrite\`:\n  ${overwriteCommand(urn)}`;
  return drift.published
    ? `Take it into the source:\n  ${takeCommand({ operation: { urn } })}\nOr overwrite the change ${overwrite}`
    : `Use the new name in the source, or restore the old name ${overwrite}`;
}

function takeCommand({ operation: { urn } }: { readonly operation: Pick<Operation, "urn"> }): string {
  return commandLine("flowctl", `take ${urn.name} --write`, urn);
}

function overwriteCommand({ stack, name }: Operation["urn"]): string {
  return `npm run pulumi -- config set --stack ${stack} --path 'genesys-flows:flows.${pathKey(name)}.onDrift' overwrite`;
}

function pathKey(key: string): string {
  return /^[\w-]+$/.test(key) ? key : `["${key}"]`;
}

interface FlowDifference {
  /** One line per change with its sign, in the format of reports and `flowctl`; at most one screen. */
  readonly lines: readonly string[];
  /** `greet changed, thanks added`; empty if the versions do not differ or cannot be compared. */
  readonly brief: string;
}

const MOST_LINES = 20;

/**
 * Compares the exports of two versions. If they cannot be exported or read (a version was deleted, or a permission is
 * missing), the result is a single line with the reason.
 * @throws the signal's reason
 */
async function compareVersions(
  context: { readonly flows: FlowPlatform; readonly pace: Pace; readonly signal: AbortSignal },
  flow: { readonly id: string; readonly from: string; readonly to: string },
): Promise<FlowDifference> {
  const exported = async (version: string): Promise<ArchyDocument> =>
    kernel().parseArchy(await exportFlow(context, { id: flow.id, version }), { file: `version ${version}` });
  try {
    const [before, after] = await Promise.all([exported(flow.from), exported(flow.to)]);
    return await describe(graphOf(before), graphOf(after));
  } catch (error) {
    if (context.signal.aborted) throw error;
    const [reason] = messageOf(error).split("\n");
    return { lines: [`The versions cannot be compared: ${reason}`], brief: "" };
  }
}

/** Graph without name and ownership mark: an export contains the current name, and each version has a new mark. */
function graphOf(document: ArchyDocument): FlowGraph {
  const graph = kernel().lift(document);
  return { ...graph, name: "", description: withoutMark(graph.description ?? "") || undefined };
}

async function describe(before: FlowGraph, after: FlowGraph): Promise<FlowDifference> {
  // Loaded only if the flow was changed outside the stack: most runs compare nothing.
  const { changeLines } = await import("@genesys-flows/report/words");
  const lines = changeLines(before, after);
  if (lines.length === 0) return { lines: ["The versions have no relevant differences."], brief: "" };
  const shown = lines.slice(0, MOST_LINES);
  if (lines.length > MOST_LINES) shown.push(`and ${lines.length - MOST_LINES} more`);
  return { lines: shown, brief: few(briefly(kernel().diffGraphs(before, after))) };
}

/** The parts that differ, nodes first. */
function briefly(diff: GraphDiff): string[] {
  const frame = diff.frame.map(({ path }) => `${path[0]} changed`);
  return [
    ...diff.nodes.map(({ id, change }) => `${id} ${change}`),
    ...(diff.start ? ["start changed"] : []),
    ...diff.variables.map(({ variable, change }) => `variable ${variable.name} ${change}`),
    ...diff.containers.map(({ key, change }) => `${key} ${change}`),
    ...(diff.containerOrder ? ["order of containers changed"] : []),
    ...new Set(frame),
  ];
}
