import type { ArchyDocument, FlowGraph, GraphDiff } from "@genesys-flows/architect";
import { kernel } from "@genesys-flows/architect/kernel";
import { messageOf } from "@genesys-flows/architect/printable";
import { exportFlow, type FlowPlatform, few, type Pace, withoutMark } from "@genesys-flows/platform";

/** The difference between two versions of a flow, for a person. */
export interface FlowDifference {
  /** One line per change with its sign, as reports and `flowctl` write them; at most one screen. */
  readonly lines: readonly string[];
  /** `greet changed, thanks added`; empty without a difference, and where the versions cannot be compared. */
  readonly brief: string;
}

/** A longer difference is shortened. */
const MOST_LINES = 20;

/**
 * Compares the exports of two versions. Where they cannot be exported or read (a deleted version, a missing permission), the
 * only line says so.
 *
 * @throws the signal's reason
 */
export async function compareVersions(
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

/** Without its name and ownership mark: an export has the current name, and each version has a new mark. */
function graphOf(document: ArchyDocument): FlowGraph {
  const graph = kernel().lift(document);
  return { ...graph, name: "", description: withoutMark(graph.description ?? "") || undefined };
}

async function describe(before: FlowGraph, after: FlowGraph): Promise<FlowDifference> {
  // Loaded where something was changed outside the stack: most runs compare nothing.
  const { changeLines } = await import("@genesys-flows/report/words");
  const lines = changeLines(before, after);
  if (lines.length === 0) return { lines: ["The versions have no relevant difference."], brief: "" };
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
