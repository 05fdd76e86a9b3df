import { type ArchyPath, entryAt } from "@genesys-flows/architect";
import type { LinkedFlow } from "./link.ts";
import type { NamedObject } from "./types.ts";

/**
 * Every object that a flow's document names, with the place that a person edits: of a definition, the node; of an export,
 * the line of its text. An object that one place names twice is listed once.
 */
export function namesOf(flow: LinkedFlow): NamedObject[] {
  const entry = entryAt(flow.document, flow.sourceMap);
  const names = new Map<string, NamedObject>();
  for (const { kind, name, category, flowType, lookup, path } of flow.references) {
    const at = entry(path);
    const { file, line } = at && flow.read.origin === "definition" ? at : placeOfPath(flow, path);
    const named: NamedObject = {
      kind,
      name,
      ...(category !== undefined && { category }),
      ...(flowType && { flowType }),
      ...(lookup && { lookup }),
      file,
      line,
      ...(at && { node: at.node }),
    };
    names.set(JSON.stringify(named), named);
  }
  return [...names.values()];
}

/** The place of what no node of a definition holds (its fault handling, else the flow itself), or of any path of an export. */
function placeOfPath({ read, graph, document }: LinkedFlow, path: ArchyPath): { file: string; line: number } {
  if (read.origin === "export") return { file: read.file, line: document.locate(path).line };
  const fault = path[1] === "settingsErrorHandling" ? graph.onFault?.location : undefined;
  const { file, line } = fault ?? graph.location ?? { file: read.file, line: 1 };
  return { file, line };
}
