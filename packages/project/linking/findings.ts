import { checkFlow, type Diagnostic, moduleCalls } from "@genesys-flows/architect";
import { finding } from "../codes.ts";
import { calledKeys, type LinkedFlow } from "./link.ts";
import type { ProjectModules } from "./modules.ts";

/**
 * What is found in flows, seen together: of each what the kernel finds, against the modules of the project, and what
 * callers of its modules should know. Notes, which cannot be checked offline, are left to `flowctl check`.
 */
export function findingsOf(flows: readonly LinkedFlow[], modules: ProjectModules): Diagnostic[] {
  const called = flows.filter((flow) => flow.read.type === "commonModule");
  return [...checked(flows, modules), ...called.flatMap(endsOfConversations)];
}

function checked(flows: readonly LinkedFlow[], modules: ProjectModules): Diagnostic[] {
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

/** A module that disconnects ends the conversation for whoever called it. */
function endsOfConversations({ read, graph }: LinkedFlow): Diagnostic[] {
  return [...graph.nodes.values()]
    .filter((node) => node.kind === "disconnect")
    .map((node) =>
      finding(
        "module-disconnects",
        `The module \`${read.name}\` ends the conversation itself; the flow that calls it never goes on from here.`,
        {
          hint: "End with an outcome, and let the calling flow disconnect.",
          flow: read.key,
          node: node.id,
          ...(node.location && { location: node.location }),
        },
      ),
    );
}
