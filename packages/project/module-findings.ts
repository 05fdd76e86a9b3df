import type { Diagnostic } from "@genesys-flows/architect";
import type { LinkedFlow } from "./link.ts";

/** What callers of modules should know. */
export function moduleFindings(flows: readonly LinkedFlow[]): Diagnostic[] {
  const modules = flows.filter((flow) => flow.read.type === "commonModule");
  return modules.flatMap(endsOfConversations);
}

/** A module that disconnects ends the conversation for whoever called it: no way on is taken. */
function endsOfConversations({ read, graph }: LinkedFlow): Diagnostic[] {
  return [...graph.nodes.values()]
    .filter((node) => node.kind === "disconnect")
    .map((node) => ({
      code: "module-disconnects",
      severity: "warning",
      message: `The module \`${read.name}\` ends the conversation itself; the flow that calls it never goes on from here.`,
      hint: "End with an outcome, and let the calling flow disconnect.",
      flow: read.key,
      node: node.id,
      ...(node.location && { location: node.location }),
    }));
}
