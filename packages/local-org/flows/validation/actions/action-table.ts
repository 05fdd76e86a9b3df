import { own } from "../../../own.ts";
import data from "./actions.json" with { type: "json" };

/**
 * What `actions.json` holds, each as words with a blank between them. Properties are `name[:shape]`: `object`, `text` or
 * `list` where two exports at least agree on it, `boolean` for an object that the SDK types so. `outputs` is absent where an action's output paths are not all known.
 */
export interface ActionsFile {
  readonly actions: Readonly<Record<string, { readonly properties?: string; readonly outputs?: string }>>;
  /** Keys below the root key, by the flow's type. */
  readonly roots: Readonly<Record<string, string>>;
}

export type Shape = "object" | "boolean" | "text" | "list";

/** An action or menu choice. */
export interface ActionRow {
  /** Its properties with their shapes, as far as these are known; undefined where no export shows the action. */
  readonly properties?: ReadonlyMap<string, Shape | undefined>;
  /** All its output paths; undefined where they are not all known. */
  readonly outputs?: ReadonlySet<string>;
}

const file = data as ActionsFile;

/** By key in lower case: that keys are the SDK's names was found for all keys of exports, not stated (reference/archy.md §d). */
const actions: ReadonlyMap<string, ActionRow> = new Map(
  Object.entries(file.actions).map(([name, { properties, outputs }]) => [
    name.toLowerCase(),
    {
      ...(properties === undefined ? {} : { properties: propertiesIn(properties) }),
      ...(outputs === undefined ? {} : { outputs: new Set(outputs.split(" ")) }),
    },
  ]),
);

/** Undefined for a key that neither the SDK nor an export has. */
export function actionRow(key: string): ActionRow | undefined {
  return actions.get(key.toLowerCase());
}

/** Keys below the root key that exports of any type have. */
export const rootKeys: ReadonlySet<string> = new Set(Object.values(file.roots).flatMap((keys) => keys.split(" ")));

/** Keys below the root key that exports of the type have; undefined for a type that no export shows. */
export function rootKeysOf(flowType: string): ReadonlySet<string> | undefined {
  const keys = own(file.roots, flowType);
  return keys === undefined ? undefined : new Set(keys.split(" "));
}

function propertiesIn(text: string): Map<string, Shape | undefined> {
  return new Map(
    text.split(" ").map((entry) => {
      const [name = "", shape] = entry.split(":");
      return [name, shape as Shape | undefined];
    }),
  );
}
