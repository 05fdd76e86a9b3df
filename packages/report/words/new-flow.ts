import { actionOf, type FlowGraph, type FlowNode, printableLine } from "@genesys-flows/architect";
import { writtenParts } from "@genesys-flows/architect/versions";
import type { Change } from "../model/report.ts";
import { mapIn } from "../model/values.ts";
import { count } from "./facts.ts";
import { isTarget, spelled } from "./sentences.ts";

/** What a new flow is, in a few changes: where it starts, what it calls and transfers to, what happens on a fault. */
export function newFlowChanges(graph: FlowGraph): Change[] {
  const added = (text: string): Change => ({ sign: "+", text: printableLine(text) });
  const nodes = [...graph.nodes.values()];
  const parts = writtenParts(graph);
  const calls = nodes.filter(({ kind }) => kind === "callModule");
  const called = [...new Set(calls.map(({ properties }) => String(properties["module"])))];
  const targets = [...new Set(nodes.flatMap((node) => targetsOf(node, parts.node(node.id))))];
  const outcomes = Object.keys(graph.module?.outcome?.outcomes ?? {});
  const onFault = parts.frame["onFault"];
  return [
    added(count(nodes.length, "node") + (graph.start === undefined ? "" : `, starts at ${graph.start}`)),
    ...(called.length > 0 ? [added(`calls ${called.map(spelled).join(", ")}`)] : []),
    ...(targets.length > 0 ? [added(`transfers to ${targets.join(", ")}`)] : []),
    ...(outcomes.length > 0 ? [added(`ends with the outcomes ${[...outcomes, "error"].join(", ")}`)] : []),
    ...(onFault === undefined ? [] : [added(`on a fault: ${spelled(onFault)}`)]),
  ];
}

/** `the queue "Sales"` */
function targetsOf({ kind }: FlowNode, written: Readonly<Record<string, unknown>> | undefined): string[] {
  if (!actionOf(kind)?.leaves || written === undefined) return [];
  const body = written[kind];
  if (typeof body === "string") return [spelled(body)];
  return Object.entries(mapIn(body)).flatMap(([key, value]) =>
    isTarget(kind, key) && typeof value === "string" ? [`the ${key} ${spelled(value)}`] : [],
  );
}
