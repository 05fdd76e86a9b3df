import { type ContainerChange, printableLine, type VariableChange } from "@genesys-flows/architect";
import type { Change } from "../model/report.ts";
import { changeOf, pathWords, spelled } from "./sentences.ts";

/** A declared variable that is new, gone or changed. @param inside the task or menu that declares it */
export function variableChanges(change: VariableChange, inside = ""): Change[] {
  const { variable } = change;
  const subject = `${inside}variable ${variable.name}`;
  if (change.change === "changed") {
    return change.values.map((value) => changeOf({ subject, path: pathWords(value.path) }, value));
  }
  const { type, isInput, isOutput, initialValue } = variable;
  const role = isInput && isOutput ? "input and output" : isInput ? "input" : isOutput ? "output" : "";
  const initial = spelled(initialValue as never);
  const about = [type, role, initial === "no value" ? "" : `initially ${initial}`].filter(Boolean).join(", ");
  return [{ sign: change.change === "added" ? "+" : "-", text: printableLine(`${subject}: `) + about }];
}

/** A task, menu, state or bot that is new, gone or changed. */
export function containerChanges(change: ContainerChange): Change[] {
  const { key } = change;
  if (change.change !== "changed") return [{ sign: change.change === "added" ? "+" : "-", text: printableLine(key) }];
  return [
    ...change.values.map((value) => changeOf({ subject: key, path: pathWords(value.path) }, value)),
    ...(change.start
      ? [
          {
            sign: "~" as const,
            text: printableLine(
              `${key} starts at ${change.start.to ?? "nothing"} instead of ${change.start.from ?? "nothing"}`,
            ),
          },
        ]
      : []),
    ...change.variables.flatMap((variable) => variableChanges(variable, `${key}: `)),
  ];
}
