import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { boundedFlowDiagram } from "@genesys-flows/architect";
import { comparable } from "@genesys-flows/architect/versions";
import { type FlowProject, readSidecar } from "@genesys-flows/project";
import { readYamlFile } from "@genesys-flows/project/yaml-file";
import type { EngineStep } from "../events/engine-run.ts";
import type { Change, Comparison, FlowHours, FlowReport, FlowUse } from "../model/report.ts";
import { mapIn, textIn, textsIn } from "../model/values.ts";
import { type FlowSide, flowSide, type SideSources } from "../sides/flow-side.ts";
import { changedNodes, summaryChanges } from "../sides/summaries.ts";
import { changeDiagram, flowChanges, interfaceChanges, type LocateKey, newFlowChanges } from "../words/flow-changes.ts";
import type { FoundInRun } from "./found.ts";
import { callersOf, type FlowStep, type StackOfRun } from "./stack.ts";

/** The inputs for the report of a flow, in addition to its step. */
export interface FlowContext {
  readonly stack: StackOfRun;
  readonly isPreview: boolean;
  /** URNs of flows that an interrupted update may have published. */
  readonly interrupted: ReadonlySet<string>;
  readonly found: FoundInRun;
  readonly sources: SideSources;
  /** Changed objects that flows use, by the key of the flow. */
  readonly uses: ReadonlyMap<string, readonly FlowUse[]>;
  /** Changed opening hours that flows use, by the key of the flow. */
  readonly hours: ReadonlyMap<string, readonly FlowHours[]>;
  readonly project?: FlowProject;
}

export function documentChanges(step: EngineStep): boolean {
  return textIn(step.old?.outputs["digest"]) !== textIn(step.new?.inputs["digest"]);
}

export interface Compared {
  readonly changes: Change[];
  readonly comparison?: Comparison;
  readonly interface?: NonNullable<FlowReport["interface"]>;
  readonly diagram?: string;
  /** Source file of the new version, or of the old version if no new version exists. */
  readonly file?: string;
}

/** Compares the published version of a flow, verified by its digest, with the version that the update publishes. */
export async function compareFlow(
  flow: FlowStep,
  context: FlowContext & { readonly action: FlowReport["action"] },
): Promise<Compared> {
  const { step } = flow;
  const { action } = context;
  if (action === "delete") return { changes: [], file: (await published(flow, context))?.file };
  // A module may have hundreds of callers. Their files are not read, to save time.
  if (action === "republish") return { changes: [] };
  if (WITHOUT_DOCUMENT.has(action) || (action !== "create" && !documentChanges(step)))
    return { changes: [], file: await sourceFile(flow, context) };
  const next = await nextSide(flow, context);
  const file = next?.file;
  if (action === "create")
    return next
      ? { changes: newFlowChanges(next.graph), diagram: boundedFlowDiagram(next.graph), file }
      : { changes: [] };
  if (context.interrupted.has(step.urn))
    return { changes: [], comparison: { available: false, why: INTERRUPTED, nodes: [] }, file };
  const before = await published(flow, context);
  const found =
    before && next ? await compared(flow, { before, next }, context) : fromState(flow, { hasNext: next !== undefined });
  return { ...found, file };
}

/** Actions that do not publish a different document. */
const WITHOUT_DOCUMENT = new Set<FlowReport["action"]>(["import", "route", "affected", "record"]);

const INTERRUPTED =
  "An update was interrupted while publishing the flow, so the published version is unknown. Refresh the stack.";

/** The source file of a flow, found without reading the document. */
async function sourceFile({ step }: FlowStep, { sources }: FlowContext): Promise<string | undefined> {
  const [path] = pathsOf(step.new);
  const sidecar = path === undefined ? undefined : await readSidecar(join(sources.root, path)).catch(() => undefined);
  return sidecar?.file;
}

/**
 * The published version, identified by the digest in the flow's outputs. The inputs are not reliable: after a failed
 * update, the inputs describe the version that was not published. The digest is empty if this stack did not publish the
 * version.
 */
export function published({ key, step }: FlowStep, { sources, stack }: FlowContext): Promise<FlowSide | undefined> {
  const digest = textIn(step.old?.outputs["digest"]) ?? "";
  const was = stack.formerKeys.get(key);
  return flowSide({ key, digest, formerly: was === undefined ? [] : [was], paths: pathsOf(step.old) }, sources);
}

export function nextSide({ key, step }: FlowStep, { sources }: FlowContext): Promise<FlowSide | undefined> {
  const digest = textIn(step.new?.inputs["digest"]) ?? "";
  return flowSide({ key, digest, paths: pathsOf(step.new) }, sources);
}

/** A specific version of a flow, such as the version of a module that callers hold. */
export function sideWithDigest(
  { key, step }: FlowStep,
  digest: string,
  { sources, stack }: FlowContext,
): Promise<FlowSide | undefined> {
  const was = stack.formerKeys.get(key);
  const paths = [...pathsOf(step.old), ...pathsOf(step.new)];
  return flowSide({ key, digest, formerly: was === undefined ? [] : [was], paths }, sources);
}

function pathsOf(state: FlowStep["step"]["old"]): string[] {
  const path = textIn(mapIn(state?.inputs["document"])["path"]);
  return path === undefined ? [] : [path];
}

async function compared(
  flow: FlowStep,
  { before, next }: { readonly before: FlowSide; readonly next: FlowSide },
  context: FlowContext,
): Promise<Compared> {
  const graphs = comparable(before, next);
  const [was, is] = [before.contract, next.contract];
  return {
    changes: flowChanges(graphs.before, graphs.after, { locate: await keysOf(next, context) }),
    comparison: { available: true, source: before.source === "base" ? "base" : "compiled" },
    interface: was && is && interfaceChanges({ before: was, after: is, callers: await callerGraphs(flow, context) }),
    diagram: changeDiagram(graphs.before, graphs.after),
  };
}

/** Locates the keys of a YAML definition. The kernel provides only the locations of nodes. */
async function keysOf({ origin, file }: FlowSide, { sources }: FlowContext): Promise<LocateKey | undefined> {
  if (origin !== "definition" || file === undefined || !/\.(ya?ml|json)$/.test(file)) return undefined;
  const text = await readFile(join(sources.root, file), "utf8").catch(() => undefined);
  return text === undefined ? undefined : readYamlFile({ file, text }).source?.locate;
}

/** The callers of a module after the update. */
async function callerGraphs({ key }: FlowStep, context: FlowContext) {
  const callers = new Set(callersOf(key, context.stack).map((caller) => caller.key));
  const found = await Promise.all(
    context.stack.flows
      .filter((flow) => callers.has(flow.key))
      .map(async (flow) => {
        const side = await nextSide(flow, context);
        return side ? [{ key: flow.key, name: flow.name, graph: side.graph }] : [];
      }),
  );
  return found.flat();
}

/** The changes according to the state, for a flow if one of the two documents is not available. */
function fromState({ step, component }: FlowStep, { hasNext }: { readonly hasNext: boolean }): Compared {
  const [was, is] = [textIn(step.old?.outputs["digest"]), textIn(step.new?.inputs["digest"])];
  const [old, now] = [component?.old?.inputs, component?.new?.inputs];
  if (old && now && was !== undefined && textIn(old["digest"]) === was && textIn(now["digest"]) === is) {
    return { changes: summaryChanges(old, now), comparison: { available: true, source: "component" } };
  }
  const isOutlined = was !== undefined && textIn(step.old?.inputs["digest"]) === was;
  const before = isOutlined ? step.old?.inputs["outline"] : step.old?.outputs["outline"];
  const nodes = before === undefined ? [] : changedNodes(textsIn(before), textsIn(step.new?.inputs["outline"]));
  return { changes: [], comparison: { available: false, why: why({ was, hasNext }), nodes } };
}

function why({ was, hasNext }: { readonly was: string | undefined; readonly hasNext: boolean }): string {
  if (was === undefined)
    return "The live version was not published by this stack, so the source is not compared with it. The drift below shows the change.";
  return hasNext
    ? "The document of the published version is not available: no document in this checkout has its digest."
    : "The document of the new version is not available: no document in this checkout has its digest.";
}
