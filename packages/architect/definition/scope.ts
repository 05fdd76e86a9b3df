import type { ArchyPath, FlowType } from "../archy/types.ts";
import type { Diagnostic, DiagnosticSink, Location } from "../diagnostic.ts";
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

export interface Finding {
  readonly at: ArchyPath;
  readonly where?: "key" | "value";
  readonly hint?: string;
  readonly node?: string;
  /** Place that is known better than by the path. */
  readonly location?: Location;
}

/** Reports a mistake at a path of the file. */
export function fail(pass: Pick<Pass, "definition" | "sink">, code: string, message: string, f: Finding): void {
  pass.sink.error(code, message, rest(pass, f));
}

/** Reports something at a path of the file that is legal and probably not meant. */
export function warn(pass: Pick<Pass, "definition" | "sink">, code: string, message: string, f: Finding): void {
  pass.sink.warning(code, message, rest(pass, f));
}

function rest({ definition }: Pick<Pass, "definition">, f: Finding): Partial<Diagnostic> {
  return { location: f.location ?? definition.locate(f.at, f.where), hint: f.hint, node: f.node };
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
