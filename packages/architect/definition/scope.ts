import type { ArchyPath, FlowType } from "../archy/types.ts";
import type { KernelCode } from "../codes/kernel-codes.ts";
import type { Details, DiagnosticSink } from "../diagnostic.ts";
import type { FlowDefinition, NodeDefinition } from "./types.ts";

/** What every pass from a definition to its graph shares. */
export interface Pass {
  readonly definition: FlowDefinition;
  readonly sink: DiagnosticSink;
  /** Scope of the flow's own variables. */
  readonly scope: "Flow" | "Common";
  /** Scope of the variables of one part of the flow; a called task has a scope of its own. */
  readonly localScope: "Task" | "State";
  /** The called task that a node is in. */
  taskOf(node: string | undefined): string | undefined;
  /** Data type of a variable, as far as declarations and bindings tell. */
  typeOf(variable: string): string | undefined;
}

export interface Finding extends Details {
  readonly at: ArchyPath;
  readonly where?: "key" | "value";
}

/** Reports something at a path of the file. */
export function report(
  { definition, sink }: Pick<Pass, "definition" | "sink">,
  code: KernelCode,
  message: string,
  { at, where, location = definition.locate(at, where), hint, node, inExport }: Finding,
): void {
  sink.report(code, message, { location, hint, node, inExport });
}

/** Path of a key of a node. */
export function inNode(node: NodeDefinition, ...path: (string | number)[]): ArchyPath {
  return ["nodes", node.id, ...path];
}

/** Whether a node exists that could not be read. */
export function isUnread(node: string, { definition }: Pick<Pass, "definition">): boolean {
  return definition.unread?.nodes.has(node) === true;
}

/** Whether the type is a common module. */
export function isModule(type: FlowType): boolean {
  return type === "commonModule";
}
