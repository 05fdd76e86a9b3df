import {
  checkFlow,
  type Diagnostic,
  DiagnosticError,
  diagnosticOf,
  type FlowGraph,
  kernelCodes,
} from "@genesys-flows/architect";
import { mistakesIn } from "../context.ts";
import { readLoose } from "../reading/loose.ts";
import type { Modules } from "../reading/modules.ts";

/**
 * Proves that a check accepts a definition that was made of an export.
 * @param o.modules those that the definition can call
 * @throws DiagnosticError with every mistake, at the action of the export that it is about
 */
export function acceptedDefinition(
  source: { readonly file: string; readonly text: string },
  graph: FlowGraph,
  { modules }: { readonly modules: Modules },
): void {
  const mistakes = mistakesOf(source, modules);
  if (mistakes.length === 0) return;
  throw new DiagnosticError(
    mistakes.map((mistake) => {
      const { code, node, hint } = mistake;
      const location = (node === undefined ? undefined : graph.nodes.get(node)?.location) ?? graph.location;
      const message = `As a definition, the flow would have a mistake. ${atAction(mistake, graph)}`;
      const what =
        code === "unknown-module"
          ? "Put the module into the project first: its export, or `npm run flowctl -- adopt KEY ID --stack NAME`."
          : hint;
      return diagnosticOf(kernelCodes, "no-definition-form", message, {
        ...(what !== undefined && { hint: what }),
        ...(location && { location }),
        ...(node !== undefined && { node }),
      });
    }),
  );
}

function mistakesOf(source: { readonly file: string; readonly text: string }, modules: Modules): readonly Diagnostic[] {
  try {
    const { key, graph, filledIn = [] } = readLoose(source, { values: () => ({}), modules });
    const found = checkFlow(graph, { key, graph, contract: (name) => modules.byName(name), filledIn });
    return found.filter(({ severity }) => severity === "error");
  } catch (error) {
    return mistakesIn(error).diagnostics;
  }
}

/** What a mistake in a definition says, with the action of its export. */
export function atAction({ message, node }: Pick<Diagnostic, "message" | "node">, graph: FlowGraph): string {
  const found = node === undefined ? undefined : graph.nodes.get(node);
  if (!found) return message;
  const line = found.location === undefined ? "" : `line ${found.location.line}, `;
  return `At ${line}action '${found.name}': ${message}`;
}
