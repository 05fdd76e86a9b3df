import type { Scalar } from "@genesys-flows/architect";
import type { StackFlowConfig } from "@genesys-flows/project";
import type { EntryChange } from "../changing/yaml-text.ts";
import type { FoundExport } from "./exports.ts";
import type { ImportValues } from "./values.ts";

/** Where the values of placeholders are written. */
export interface PlacedValues {
  /** Entries of the stack's file. */
  readonly stack: readonly EntryChange[];
  /** Defaults in the options of each flow, by its key. */
  readonly options: ReadonlyMap<string, Readonly<Record<string, Scalar>>>;
}

/**
 * A value that several flows share goes to the stack once; the others to the options of their flow. What the stack has already for all
 * flows stays, and a flow with another value gets its own entry there.
 * @param o.taken placeholders of other flows of the project: a value of the stack would be theirs, too
 */
export function placedValues(
  exports: readonly FoundExport[],
  values: ImportValues,
  o: { readonly config: StackFlowConfig; readonly taken: ReadonlySet<string> },
): PlacedValues {
  const ofStack = o.config.substitutions ?? {};
  const stack = new Map<string, EntryChange>();
  const options = new Map<string, Record<string, Scalar>>();
  const isShared = (name: string) =>
    Object.hasOwn(values.shared, name) &&
    !o.taken.has(name) &&
    exports.filter(({ placeholders }) => placeholders.has(name)).length > 1;
  for (const { key } of exports) {
    const own: Record<string, Scalar> = Object.create(null);
    const ofFlow = o.config.flows?.[key]?.substitutions ?? {};
    for (const [name, value] of Object.entries(values.byFlow.get(key) ?? {})) {
      const hasOwn = Object.hasOwn(ofFlow, name);
      const given = hasOwn ? ofFlow[name] : Object.hasOwn(ofStack, name) ? ofStack[name] : undefined;
      if (given === value) continue;
      const isCommon = isShared(name);
      const isOther = isCommon ? values.shared[name] !== value : Object.hasOwn(ofStack, name);
      if (hasOwn || isOther) {
        const path = ["config", "genesys-flows:flows", key, "substitutions", name];
        stack.set(path.join("\n"), { path, value });
      } else if (isCommon) {
        stack.set(name, { path: ["config", "genesys-flows:substitutions", name], value });
      } else own[name] = value;
    }
    options.set(key, own);
  }
  return { stack: [...stack.values()], options };
}
