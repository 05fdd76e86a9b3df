import { checkBeside, checkFlow, type Diagnostic, distinct, moduleCalls } from "@genesys-flows/architect";
import { finding } from "../codes.ts";
import type { ReadFlow } from "../reading/flow.ts";
import { calledKeys, type LinkedFlow, type LinkResult } from "./link.ts";
import type { Modules } from "./modules.ts";

export interface FlowFindings {
  /** The errors that linking found, and further errors in a flow with such errors. */
  readonly mistakes: readonly Diagnostic[];
  /** The findings of the kernel's checks in a flow without such errors. */
  readonly checked: readonly Diagnostic[];
  /** For a module: the findings that affect its callers. */
  readonly forCallers: readonly Diagnostic[];
}

/**
 * The findings in all flows, without duplicates. Notes about things that cannot be checked offline are grouped by flow
 * key.
 */
export function findingsOf(flows: readonly FlowFindings[]) {
  const checked = flows.flatMap((flow) => flow.checked);
  const isNote = ({ severity }: Diagnostic) => severity === "note";
  return {
    findings: distinct([
      ...flows.flatMap(({ mistakes }) => mistakes),
      ...checked.filter((finding) => !isNote(finding)),
      ...flows.flatMap(({ forCallers }) => forCallers),
    ]),
    notes: Map.groupBy(checked.filter(isNote), ({ flow = "" }) => flow),
  };
}

/**
 * The findings in one flow: errors in its file, the kernel's findings based on the project's modules, and, for a
 * module, findings that affect its callers.
 */
export function findingsIn(result: LinkResult, modules: Modules): FlowFindings {
  const { read, flow } = result;
  const mistakes = [...result.findings, ...beside(result, modules)]
    .filter((finding) => !read.repeats?.(finding))
    .map((finding) => ({ flow: read.key, ...finding }));
  return {
    mistakes,
    checked: flow ? checkedFlow(read, flow, modules) : [],
    forCallers: flow && read.type === "commonModule" ? endsOfConversations(flow) : [],
  };
}

/** Further errors in a definition that already has errors. */
function beside({ read, findings: known, beside: rest }: LinkResult, modules: Modules): Diagnostic[] {
  if (!rest || read.origin !== "definition") return [];
  const { graph, inParts } = rest;
  const { filledIn } = read.definition;
  return checkBeside(graph, { known, inParts }, { key: read.key, filledIn, ...askedOf(modules) });
}

function checkedFlow(read: ReadFlow, { document, graph }: LinkedFlow, modules: Modules): Diagnostic[] {
  const { key, filledIn } = read;
  const options = { key, filledIn, ...askedOf(modules) };
  const found = read.origin === "export" ? checkFlow(document, { ...options, graph }) : checkFlow(graph, options);
  const typesKnown = !bindsUnknownTypes(read, modules);
  return found.filter((finding) => !read.repeats?.(finding) && (typesKnown || finding.code !== "type-mismatch"));
}

function askedOf(modules: Modules) {
  return {
    contract: (name: string) => modules.byName(name),
    dataActions: (name: string) => modules.dataAction(name),
    dataTables: (name: string) => modules.dataTable(name),
  };
}

/** Whether a flow assigns outputs of modules that could not be read to variables. */
function bindsUnknownTypes(read: ReadFlow, modules: Modules): boolean {
  const called =
    read.origin === "export"
      ? moduleCalls(read.document).map(({ module }) => modules.byName(module))
      : calledKeys(read).map((key) => modules.byKey(key));
  return called.some((contract) => contract?.unread?.has("outputs"));
}

/** Findings about a module that disconnects, which ends the conversation of its caller. */
function endsOfConversations({ read, graph }: LinkedFlow): Diagnostic[] {
  const message = `The module \`${read.name}\` disconnects here, so the calling flow never continues after the call.`;
  const hint = "End with an outcome, and let the calling flow disconnect.";
  return [...graph.nodes.values()]
    .filter((node) => node.kind === "disconnect")
    .map(({ id, location }) => finding("module-disconnects", message, { hint, flow: read.key, node: id, location }));
}
