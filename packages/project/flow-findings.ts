import { checkFlow, type Diagnostic, moduleCalls } from "@genesys-flows/architect";
import { calledKeys, type LinkedFlow } from "./link.ts";
import type { ProjectModules } from "./modules.ts";

/**
 * What the kernel finds in each flow, against the modules of the project: errors and warnings. Notes, which nobody can
 * judge without the platform, are left to `flowctl check`.
 */
export function flowFindings(flows: readonly LinkedFlow[], modules: ProjectModules): Diagnostic[] {
  const contract = (name: string) => modules.byName(name);
  return flows.flatMap((flow) => {
    const { read, document, graph } = flow;
    const found =
      read.origin === "export"
        ? checkFlow(document, { key: read.key, graph, contract })
        : checkFlow(graph, { key: read.key, contract, filledIn: read.definition.filledIn });
    const typesKnown = !bindsUnknownTypes(flow, modules);
    return found.filter(
      (finding) =>
        finding.severity !== "note" && !read.repeats?.(finding) && (typesKnown || finding.code !== "type-mismatch"),
    );
  });
}

/** Whether a flow has variables from calls of modules whose outputs could not be read. */
function bindsUnknownTypes({ read, document }: LinkedFlow, modules: ProjectModules): boolean {
  const called =
    read.origin === "export"
      ? moduleCalls(document).map(({ module }) => modules.byName(module))
      : calledKeys(read).map((key) => modules.byKey(key));
  return called.some((contract) => contract?.unread?.has("outputs"));
}
