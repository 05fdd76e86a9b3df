import { own } from "../../../own.ts";
import data from "./actions.json" with { type: "json" };

/**
 * The content of `actions.json`: each value is a list of words separated by spaces. Properties have the format
 * `name[:shape]`. The shape is `object`, `text` or `list` if at least two exports agree, or `boolean` for an object
 * whose SDK type is boolean. `outputs` is omitted if not all output paths of an action are known.
 */
export interface ActionsFile {
  readonly actions: Readonly<Record<string, { readonly properties?: string; readonly outputs?: string }>>;
  /** Keys below the root key, by flow type. */
  readonly roots: Readonly<Record<string, string>>;
}

export type Shape = "object" | "boolean" | "text" | "list";

/** An action or menu choice. */
export interface ActionRow {
  /** Its properties with their known shapes; undefined if no export contains the action. */
  readonly properties?: ReadonlyMap<string, Shape | undefined>;
  /** All its output paths; undefined if not all are known. */
  readonly outputs?: ReadonlySet<string>;
}

const file = data as ActionsFile;

/**
 * Rows by key in lower case. The keys in all exports are the SDK's names, but no source states the rule
 * (reference/archy.md §d).
 */
const actions: ReadonlyMap<string, ActionRow> = new Map(
  Object.entries(file.actions).map(([name, { properties, outputs }]) => [
    name.toLowerCase(),
    {
      ...(properties === undefined ? {} : { properties: propertiesIn(properties) }),
      ...(outputs === undefined ? {} : { outputs: new Set(outputs.split(" ")) }),
    },
  ]),
);

/** The row of a key; undefined if neither the SDK nor any export contains the key. */
export function actionRow(key: string): ActionRow | undefined {
  return actions.get(key.toLowerCase());
}

/** Keys below the root key in exports of any type. */
export const rootKeys: ReadonlySet<string> = new Set(Object.values(file.roots).flatMap((keys) => keys.split(" ")));

/** Keys below the root key in exports of the type; undefined for a type without known exports. */
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
