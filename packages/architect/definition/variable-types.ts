import { actionOf } from "../archy/actions/index.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import type { FlowVariable } from "../graph/types.ts";

/** A variable that an action sets. */
export interface Binding {
  readonly variable: string;
  /** Architect type, if the action determines it. */
  readonly type?: string;
}

/** Types of an action's outputs, by the property that binds them; text otherwise. */
const boundTypes: Readonly<Record<string, string>> = {
  currentIndex: "integer",
  inputData: "string",
  externalResult: "externalContact",
};

/**
 * The variables that an action sets, from its Archy properties: `{var: X}` anywhere, the statements of an
 * `updateData`, the attributes of a `getParticipantData` (reference/archy.md §d).
 */
export function bindings(action: string, properties: ArchyMap): Binding[] {
  const found: Binding[] = [];
  const results = actionOf(action)?.results ?? {};
  const walk = (key: string, value: ArchyValue) => {
    if (Array.isArray(value)) {
      for (const item of value) walk(key, item);
    } else if (isMap(value)) {
      const target = value["var"];
      if (typeof target === "string") {
        const type = results[key] ?? boundTypes[key];
        found.push({ variable: target, type });
      }
      for (const [inner, rest] of Object.entries(value)) {
        const variable = isMap(rest) ? rest["variable"] : undefined;
        if (key === "statements" && typeof variable === "string") found.push({ variable, type: inner });
        else if (inner === "attribute" && typeof variable === "string") found.push({ variable, type: "string" });
        walk(inner, rest);
      }
    }
  };
  for (const [key, value] of Object.entries(properties)) walk(key, value);
  return found;
}

/** Variables by name without case, as in Architect (reference/archy.md §a). */
export class VariableTable {
  readonly #byName = new Map<string, FlowVariable>();

  get(name: string): FlowVariable | undefined {
    return this.#byName.get(name.toLowerCase());
  }

  set(variable: FlowVariable): void {
    this.#byName.set(variable.name.toLowerCase(), variable);
  }

  /** All variables, sorted by name. */
  all(): FlowVariable[] {
    return [...this.#byName.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }
}

/** An internal variable of a flow, without an initial value. */
export function plainVariable(name: string, type: string): FlowVariable {
  return { name, type, initialValue: { noValue: true }, isInput: false, isOutput: false };
}
