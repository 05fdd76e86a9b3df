import {
  type ContainerChange,
  type NodeId,
  printableLine,
  type ValueChange,
  type VariableChange,
} from "@genesys-flows/architect";
import type { Change } from "../model/report.ts";
import { changeOf, pathWords, spelled } from "./sentences.ts";

/**
 * The list in which a definition declares a variable, and the name of the variable in this list. A module lists inputs
 * and outputs separately, without scope.
 */
export function declaredIn(
  { name, isInput, isOutput }: VariableChange["variable"],
  o: { readonly isModule: boolean },
): [string, string] {
  if (!o.isModule || isInput === isOutput) return ["variables", name];
  return [isInput ? "inputs" : "outputs", name.replace(/^Common\./, "")];
}

/**
 * Describes an added, removed or changed variable in the terms of a definition.
 * @param o.inside the task or menu that declares the variable @param o.isModule whether the flow is a module
 */
export function variableChanges(
  change: VariableChange,
  { inside = "", isModule = false }: { readonly inside?: string; readonly isModule?: boolean } = {},
): Change[] {
  const { variable } = change;
  const [list, name] = declaredIn(variable, { isModule });
  const subject = `${inside}${list.slice(0, -1)} ${name}`;
  if (change.change === "changed") {
    return change.values.map((value) => changeOf({ subject, path: pathWords(declaredPath(value.path)) }, value));
  }
  const { type, isInput, isOutput, initialValue } = variable;
  const directions = isInput && isOutput ? "input and output" : isInput ? "input" : isOutput ? "output" : "";
  const initial = spelled(initialValue as never);
  const role = list === "variables" ? directions : "";
  const about = [type, role, initial === "no value" ? "" : `default ${initial}`].filter(Boolean).join(", ");
  return [{ sign: change.change === "added" ? "+" : "-", text: printableLine(`${subject}: `) + about }];
}

/** A path within a declaration, with Archy's `initialValue` renamed to `default`. */
export function declaredPath([first, ...rest]: ValueChange["path"]): ValueChange["path"] {
  return first === undefined ? [] : [first === "initialValue" ? "default" : first, ...rest];
}

/** Describes a changed start of a flow, task, menu, state or bot. */
export function startChange(subject: string, { from, to }: { readonly from?: NodeId; readonly to?: NodeId }): Change {
  const text = printableLine(`${subject} starts at ${to ?? "nothing"} instead of ${from ?? "nothing"}`);
  return { sign: "~", text };
}

export function containerChanges(change: ContainerChange): Change[] {
  const { key } = change;
  if (change.change !== "changed") return [{ sign: change.change === "added" ? "+" : "-", text: printableLine(key) }];
  return [
    ...change.values.map((value) => changeOf({ subject: key, path: pathWords(value.path) }, value)),
    ...(change.start ? [startChange(key, change.start)] : []),
    ...change.variables.flatMap((variable) => variableChanges(variable, { inside: `${key}: ` })),
  ];
}
