import { type ArchyMap, type ArchyValue, actionOf, getText, outputPathsOf } from "@genesys-flows/architect";
import type { Taken } from "./semantics.ts";
import type { Step } from "./step.ts";
import type { Course } from "./types.ts";

/**
 * How an action that has no row in `semantics` runs. An action without a visible effect, or one that only records
 * something, continues with its only path. A final action ends the flow. Any other action asks the world.
 */
export function handlingOf(kind: string, paths: readonly string[]): "goes on" | "ends" | "asks" {
  const info = actionOf(kind);
  if (info && (info.notes || info.unnoticed) && paths.length === 1) return "goes on";
  return info?.terminal && paths.length === 0 ? "ends" : "asks";
}

/** Runs an action whose behaviour is not documented. The world decides its output path and its outputs. */
export function* unknownAction(step: Step): Course<Taken> {
  const { node } = step;
  const paths = outputPathsOf(node);
  const handling = handlingOf(node.kind, paths);
  if (handling === "goes on") return { path: paths[0] as string };
  if (handling === "ends") return { endsFlow: undefined };
  const bindings = bindingsIn(step);
  const answer = yield* step.asks(
    { asks: "unknown", kind: node.kind, name: node.name, outputs: step.boundTypes(bindings) },
    paths,
  );
  step.bindAll(bindings, answer.outputs);
  return { path: answer.path };
}

/**
 * Every property of an action that sets a variable, by key or name. Properties that only read a variable are excluded.
 */
function bindingsIn(step: Step): ArchyMap {
  const found: Record<string, ArchyMap> = {};
  const look = (value: unknown, key: string): void => {
    if (Array.isArray(value)) for (const item of value) look(item, key);
    else if (typeof value === "object" && value !== null) {
      const { var: bound, variable, value: set, name } = value as ArchyMap;
      if (typeof bound === "string") found[key] = value as ArchyMap;
      // `{name: {lit: topic}, variable: Flow.topic}`: an attribute, or a variable of a bot's session.
      else if (typeof variable === "string" && set === undefined) found[textIn(name) ?? key] = { var: variable };
      else
        for (const [inner, below] of Object.entries(value))
          if (inner !== "inputs" && inner !== "inputText") look(below, inner);
    }
  };
  look(step.node.properties, "");
  return found;
}

const textIn = (wrapper: ArchyValue | undefined) => getText({ of: wrapper ?? null }, "of") ?? getText(wrapper, "lit");
