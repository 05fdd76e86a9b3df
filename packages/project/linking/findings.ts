import { checkFlow, checkParts, type Diagnostic, distinct, moduleCalls } from "@genesys-flows/architect";
import { finding } from "../codes.ts";
import { calledKeys, type LinkedFlow, type LinkResult } from "./link.ts";
import type { ProjectModules } from "./modules.ts";

/** The findings in flows, each once. */
export interface Found {
  /** Errors and warnings. */
  readonly findings: readonly Diagnostic[];
  /** What cannot be checked offline, by the flow's key. */
  readonly notes: ReadonlyMap<string, readonly Diagnostic[]>;
}

/**
 * The findings in all flows: mistakes in their files, the kernel's findings against the modules of the project, and modules
 * that affect their callers.
 */
export function findingsOf(results: readonly LinkResult[], modules: ProjectModules): Found {
  const mistakes = results.flatMap((result) =>
    [...result.findings, ...beside(result, modules)]
      .filter((finding) => !result.read.repeats?.(finding))
      .map((finding) => ({ flow: result.read.key, ...finding })),
  );
  const flows = results.flatMap(({ flow }) => flow ?? []);
  const checked = flows.flatMap((flow) => checkedFlow(flow, modules));
  const called = flows.filter(({ read }) => read.type === "commonModule");
  const isNote = ({ severity }: Diagnostic) => severity === "note";
  return {
    findings: distinct([
      ...mistakes,
      ...checked.filter((finding) => !isNote(finding)),
      ...called.flatMap(endsOfConversations),
    ]),
    notes: Map.groupBy(checked.filter(isNote), ({ flow = "" }) => flow),
  };
}

/** Errors in a flow with mistakes, at other places: at the same place they are the same mistake. */
function beside({ read, findings, beside: rest }: LinkResult, modules: ProjectModules): Diagnostic[] {
  if (!rest || read.origin !== "definition") return [];
  const options = {
    key: read.key,
    filledIn: read.definition.filledIn,
    contract: (name: string) => modules.byName(name),
  };
  const found = rest.inParts ? checkParts(rest.graph, options) : checkFlow(rest.graph, options);
  const place = ({ location }: Diagnostic) => `${location?.file}:${location?.line}:${location?.column}`;
  const taken = new Set(findings.map(place));
  return found.filter((finding) => finding.severity === "error" && !taken.has(place(finding)));
}

function checkedFlow(flow: LinkedFlow, modules: ProjectModules): Diagnostic[] {
  const { read, document, graph } = flow;
  const options = { key: read.key, contract: (name: string) => modules.byName(name) };
  const found =
    read.origin === "export"
      ? checkFlow(document, { ...options, graph })
      : checkFlow(graph, { ...options, filledIn: read.definition.filledIn });
  const typesKnown = !bindsUnknownTypes(flow, modules);
  return found.filter((finding) => !read.repeats?.(finding) && (typesKnown || finding.code !== "type-mismatch"));
}

/** Whether a flow has variables from calls of modules whose outputs could not be read. */
function bindsUnknownTypes({ read, document }: LinkedFlow, modules: ProjectModules): boolean {
  const called =
    read.origin === "export"
      ? moduleCalls(document).map(({ module }) => modules.byName(module))
      : calledKeys(read).map((key) => modules.byKey(key));
  return called.some((contract) => contract?.unread?.has("outputs"));
}

/** A module that disconnects ends the conversation of its caller. */
function endsOfConversations({ read, graph }: LinkedFlow): Diagnostic[] {
  return [...graph.nodes.values()]
    .filter((node) => node.kind === "disconnect")
    .map((node) =>
      finding(
        "module-disconnects",
        `The module \`${read.name}\` disconnects here, so the flow that calls it never continues after the call.`,
        {
          hint: "End with an outcome, and let the calling flow disconnect.",
          flow: read.key,
          node: node.id,
          ...(node.location && { location: node.location }),
        },
      ),
    );
}
