import { actionOf, namesTransitions } from "../archy/actions/index.ts";
import { shorthands } from "../definition/actions/table.ts";
import { DEFAULT, ERROR, NEXT, outputPathsOf } from "../graph/output-paths.ts";
import { type JsonSchema, refTo } from "./json-schema.ts";

export interface Transitions {
  readonly names: readonly string[];
  /** Description of the names that are not fixed; omitted if all names are fixed. */
  readonly others?: string;
  /** Whether `then` may replace the named transitions. */
  readonly then: boolean;
}

/**
 * Transitions of node kinds that are not Archy actions. Also of `callTask`, because the called task defines its
 * transitions.
 */
const named: Readonly<Record<string, Transitions>> = {
  callModule: { names: [ERROR], others: "the outcomes of the module", then: true },
  end: { names: [], then: false },
  menu: { names: [], others: "the choices of the menu", then: false },
  use: { names: [], others: "the exits of the fragment", then: true },
  callTask: { names: [DEFAULT], others: "the output paths of the task", then: true },
};

export function transitionsOfAction(key: string): Transitions {
  const own = named[key];
  if (own) return own;
  const info = actionOf(key);
  const names = outputPathsOf({ kind: key, properties: {} });
  if (shorthands.get(key)?.cases) return { names: [DEFAULT], others: "the cases", then: false };
  const then = names.length > 0 && !(info && namesTransitions(info));
  return { names, then, ...(info?.named === undefined ? {} : { others: `the ${info.named} that it names` }) };
}

export function transitionsText(key: string): string {
  const { names, others, then } = transitionsOfAction(key);
  const shown = [...(others === undefined ? [] : [others]), ...names.filter((name) => name !== NEXT)];
  if (shown.length === 0) return then ? "The only transition is `then`." : "No node can follow this action.";
  return `Transitions: ${shown.join(", ")}${names.includes(NEXT) ? "; then" : ""}.`;
}

/** Name under `definitions` of the schema of an action's `on`. */
export function onName(key: string): string {
  const { names, others } = transitionsOfAction(key);
  return ["on", ...(others === undefined ? [] : [key]), ...names].join("-");
}

export function onSchema(key: string): JsonSchema {
  const { names, others } = transitionsOfAction(key);
  const shown = names.filter((name) => name !== NEXT);
  const properties = names.map((name) => {
    if (name === NEXT) return [name, refTo("target-next")] as const;
    return [name, { ...refTo("target"), description: `The next node after \`${name}\`` }] as const;
  });
  return {
    type: "object",
    description: `The next node for each transition: ${[...(others === undefined ? [] : [others]), ...shown].join(", ") || "none"}`,
    properties: Object.fromEntries(properties),
    additionalProperties: others === undefined ? false : refTo("target"),
    ...(others === undefined && shown.length === 0 ? { doNotSuggest: true } : {}),
  };
}
