import { article, flowTypes } from "../archy/flow-types.ts";
import type { ArchyPath, FlowType } from "../archy/types.ts";
import type { KernelCode } from "../codes/kernel-codes.ts";
import type { Details, DiagnosticSink } from "../diagnostic.ts";
import type { FlowDefinition, NodeDefinition } from "./types.ts";

/** The data shared by all passes from a definition to its graph. */
export interface Pass {
  readonly definition: FlowDefinition;
  readonly sink: DiagnosticSink;
  readonly scope: "Flow" | "Common";
  /** Scope of variables that belong to one part of the flow. A called task has its own scope. */
  readonly localScope: "Task" | "State";
  readonly taskOf: (node: string | undefined) => string | undefined;
  /** Data type of a variable, if declarations and bindings determine it. */
  readonly typeOf: (variable: string) => string | undefined;
}

export interface Finding extends Details {
  readonly at: ArchyPath;
  readonly where?: "key" | "value";
}

export function report(
  { definition, sink }: Pick<Pass, "definition" | "sink">,
  code: KernelCode,
  message: string,
  { at, where, location = definition.locate(at, where), hint, node, inExport }: Finding,
): void {
  sink.report(code, message, { location, hint, node, inExport });
}

export function inNode({ id }: Pick<NodeDefinition, "id">, ...path: (string | number)[]): ArchyPath {
  return ["nodes", id, ...path];
}

/** The location of a value in a node, for a finding. */
export function atValue(node: Pick<NodeDefinition, "id">, ...path: (string | number)[]): Finding {
  return { at: inNode(node, ...path), node: node.id };
}

/** The location of a key in a node, or of the node itself, for a finding. */
export function atKey(node: Pick<NodeDefinition, "id">, ...path: (string | number)[]): Finding {
  return { ...atValue(node, ...path), where: "key" };
}

export function isUnread(node: string, { definition }: Pick<Pass, "definition">): boolean {
  return definition.unread?.nodes.has(node) === true;
}

/** `an inbound call flow`, `a common module`. */
export function anInstance(type: FlowType): string {
  return article(flowTypes[type].title);
}

export function isModule(type: FlowType): boolean {
  return type === "commonModule";
}
