import type { Diagnostic } from "@genesys-flows/architect";
import type { LinkedFlow } from "./link.ts";

/** What is wrong with modules beyond what their own files show, and what their callers should know. */
export function moduleFindings(flows: readonly LinkedFlow[]): Diagnostic[] {
  const modules = flows.filter((flow) => flow.read.type === "commonModule");
  return [...modules.flatMap(nestedCalls), ...modules.flatMap(endsOfConversations)];
}

/** A module that calls a module, which the platform does not have (reference/archy.md §c, "No nesting"). */
function nestedCalls({ read, references }: LinkedFlow): Diagnostic[] {
  return references
    .filter((reference) => reference.kind === "commonModule")
    .map((reference) => ({
      code: "module-in-module",
      severity: "error",
      message: `The module \`${read.name}\` calls the module \`${reference.name}\`; a common module cannot call another.`,
      hint: "Let the flow call both, one after the other.",
      flow: read.key,
      location: read.origin === "export" ? reference.location : read.nameLocation,
    }));
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
