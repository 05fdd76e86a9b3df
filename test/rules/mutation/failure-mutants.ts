import { actionOf, parseArchy } from "@genesys-flows/architect";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One edit of one failure path of an export. */
export interface FailureMutant {
  readonly edit: "hangs up" | "has no actions" | "does as success";
  readonly action: string;
  readonly path: string;
  readonly text: string;
}

/** The name of the action whose path is edited. */
export const EDITED = "Edited action";

/** Every edit of every failure path with actions in an export. */
export function failureMutants(text: string): FailureMutant[] {
  const document = parseArchy(text, { file: "export.yaml" });
  const whole = () => ({ [document.flowType]: structuredClone(document.body) }) as Json;
  return failurePaths(whole()).flatMap((place) => {
    const edited = (actions: (outputs: { [key: string]: Json }) => Json): string => {
      const flow = whole();
      const outputs = at(flow, place.at) as { [key: string]: Json };
      (at(flow, place.at.slice(0, -1)) as { [key: string]: Json })["name"] = EDITED;
      outputs[place.path] = { ...(outputs[place.path] as object), actions: actions(outputs) };
      return JSON.stringify(flow);
    };
    const { action, path } = place;
    const edits: FailureMutant[] = [
      { edit: "hangs up", action, path, text: edited(() => [{ disconnect: { name: "Cut off" } }]) },
      { edit: "has no actions", action, path, text: edited(() => []) },
    ];
    const success = place.success;
    if (success === undefined) return edits;
    const copied = (outputs: { [key: string]: Json }) =>
      structuredClone((outputs[success] as { actions: Json }).actions);
    return [...edits, { edit: "does as success", action, path, text: edited(copied) }];
  });
}

interface PathPlace {
  readonly action: string;
  readonly path: string;
  readonly at: readonly (string | number)[];
  /** The path of success, where it has actions. */
  readonly success: string | undefined;
}

function failurePaths(value: Json, path: readonly (string | number)[] = []): PathPlace[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => failurePaths(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const below = failurePaths(inner, [...path, key]);
    const failures = actionOf(key)?.failures;
    const outputs = (inner as { outputs?: { [key: string]: Json } } | null)?.outputs;
    if (!failures || typeof outputs !== "object") return below;
    const hasActions = (name: string) => ((outputs[name] as { actions?: Json[] } | null)?.actions?.length ?? 0) > 0;
    const success = Object.keys(outputs).find((name) => !failures.paths.includes(name) && hasActions(name));
    const own = failures.paths
      .filter(hasActions)
      .map((name) => ({ action: key, path: name, at: [...path, key, "outputs"], success }));
    return [...own, ...below];
  });
}

function at(value: Json, path: readonly (string | number)[]): Json {
  return path.reduce<Json>((inner, step) => (inner as { [key: string]: Json })[step] as Json, value);
}
