import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { boundedFlowDiagram } from "@genesys-flows/architect";
import { comparable } from "@genesys-flows/architect/versions";
import { readSidecar } from "@genesys-flows/project";
import { readYamlFile } from "@genesys-flows/project/yaml-file";
import type { Change, Comparison, FlowReport } from "../model/report.ts";
import { type FlowSide, flowSide } from "../sides/flow-side.ts";
import { changedNodes, summaryChanges } from "../sides/summaries.ts";
import { changeDiagram } from "../words/change-diagram.ts";
import { flowChanges, type LocateKey } from "../words/flow-changes.ts";
import { interfaceChanges } from "../words/interface-changes.ts";
import { newFlowChanges } from "../words/new-flow.ts";
import { documentChanges, type FlowContext } from "./flow-context.ts";
import { callersOf, type FlowStep } from "./stack.ts";
import { mapIn, textIn, textsIn } from "./values.ts";

/** What two versions of a flow say about a change. */
export interface Compared {
  readonly changes: Change[];
  readonly comparison?: Comparison;
  readonly interface?: NonNullable<FlowReport["interface"]>;
  readonly diagram?: string;
  /** Source file of the version after it, else before it. */
  readonly file?: string;
}

/** Compares the published version of a flow, proven by its digest, with the one that the update publishes. */
export async function compareFlow(
  flow: FlowStep,
  context: FlowContext & { readonly action: FlowReport["action"] },
): Promise<Compared> {
  const { step } = flow;
  const { action } = context;
  if (action === "delete") return { changes: [], ...fileOf(await published(flow, context)) };
  // Hundreds of callers may follow a module: their files would be read for nothing else.
  if (action === "republish") return { changes: [] };
  if (
    action === "import" ||
    action === "route" ||
    action === "affected" ||
    action === "record" ||
    (action !== "create" && !documentChanges(step))
  ) {
    return { changes: [], ...(await sourceFile(flow, context)) };
  }
  const next = await nextSide(flow, context);
  if (action === "create") return next ? created(next) : { changes: [] };
  if (context.interrupted.has(step.urn)) {
    return { changes: [], comparison: { available: false, why: INTERRUPTED, nodes: [] }, ...fileOf(next) };
  }
  const before = await published(flow, context);
  const found =
    before && next ? await compared(flow, { before, next }, context) : fromState(flow, { hasNext: next !== undefined });
  return { ...found, ...fileOf(next) };
}

const INTERRUPTED =
  "An update was interrupted while it published the flow, so the published version is not known. Refresh the stack.";

function created(side: FlowSide): Compared {
  return { changes: newFlowChanges(side.graph), diagram: boundedFlowDiagram(side.graph), ...fileOf(side) };
}

function fileOf(side: FlowSide | undefined): Pick<Compared, "file"> {
  return side?.file === undefined ? {} : { file: side.file };
}

/** The source file of a flow whose document need not be read. */
async function sourceFile({ step }: FlowStep, { sources }: FlowContext): Promise<Pick<Compared, "file">> {
  const [path] = pathsOf(step.new);
  const sidecar = path && (await readSidecar(join(sources.root, path)).catch(() => undefined));
  return sidecar ? { file: sidecar.file } : {};
}

/**
 * The published version: the digest in the flow's outputs, whatever its inputs say. After a failed update the inputs are those of
 * the version that was not published. The digest is empty where the published version is not one of this stack.
 */
function published({ key, step }: FlowStep, { sources, stack }: FlowContext): Promise<FlowSide | undefined> {
  const digest = textIn(step.old?.outputs["digest"]) ?? "";
  const was = stack.formerKeys.get(key);
  return flowSide({ key, digest, ...(was !== undefined && { formerly: [was] }), paths: pathsOf(step.old) }, sources);
}

function nextSide({ key, step }: FlowStep, { sources }: FlowContext): Promise<FlowSide | undefined> {
  const digest = textIn(step.new?.inputs["digest"]) ?? "";
  return flowSide({ key, digest, paths: pathsOf(step.new) }, sources);
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
  const broken =
    before.contract && next.contract
      ? interfaceChanges({
          before: before.contract,
          after: next.contract,
          callers: await callerGraphs(flow, context),
        })
      : undefined;
  return {
    changes: flowChanges(graphs.before, graphs.after, await keysOf(next, context)),
    comparison: { available: true, source: before.source === "base" ? "base" : "compiled" },
    ...(broken && { interface: broken }),
    diagram: changeDiagram(graphs.before, graphs.after),
  };
}

/** Finds the keys of a definition in YAML. The kernel's places are those of nodes. */
async function keysOf({ origin, file }: FlowSide, { sources }: FlowContext): Promise<{ locate?: LocateKey }> {
  if (origin !== "definition" || file === undefined || !/\.(ya?ml|json)$/.test(file)) return {};
  const text = await readFile(join(sources.root, file), "utf8").catch(() => undefined);
  const source = text === undefined ? undefined : readYamlFile({ file, text }).source;
  return source ? { locate: source.locate } : {};
}

/** The callers of a module as they will be. */
async function callerGraphs({ key }: FlowStep, context: FlowContext) {
  const callers = callersOf(key, context.stack);
  const found = await Promise.all(
    callers.map(async ({ key: caller, name }) => {
      const step = context.stack.flows.find((one) => one.key === caller);
      const side = step && (await nextSide(step, context));
      return side ? [{ key: caller, name, graph: side.graph }] : [];
    }),
  );
  return found.flat();
}

/** Without both documents: what the state says about the published version. */
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
    return "The published version is not one of this stack, so the source is not compared with it. The drift below says what somebody changed.";
  return hasNext
    ? "The text of the published version is not available: this checkout has no document with its digest."
    : "The text of the new version is not available: this checkout has no document with its digest.";
}
