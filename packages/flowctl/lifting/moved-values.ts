import type { Scalar } from "@genesys-flows/architect";
import { readStackConfig } from "@genesys-flows/project";
import { parseDocument } from "yaml";
import { makeMaps, printed, removeEntry, textNode } from "../changing/yaml-text.ts";
import type { StackFile } from "../stack-file.ts";
import type { LiftedFlow } from "./definition-of.ts";

const NAMESPACE = "genesys-flows:";

export interface Others {
  readonly placeholders: ReadonlySet<string>;
  /** Values that other definitions declare. A value for all flows of the stack would also set them. */
  readonly values: ReadonlySet<string>;
}

/**
 * Replaces the substitutions of lifted flows in a stack's file with values. A substitution for all flows becomes a
 * value for all flows, unless another definition declares a value with that name.
 */
export function withMovedValues({ file, text }: StackFile, lifted: readonly LiftedFlow[], others: Others): string {
  const config = readStackConfig(file, text);
  const document = parseDocument(text);
  let changed = false;
  const set = (path: readonly string[], value: Scalar) => {
    makeMaps(document, path.slice(0, -1));
    // The values of lifted placeholders are strings.
    document.setIn(path, textNode(String(value)));
    changed = true;
  };
  const remove = (path: readonly string[]) => {
    removeEntry(document, path);
    changed = true;
  };
  const used = new Set<string>();
  const moved = new Map<string, string>();
  for (const { unit, values, filled } of lifted) {
    const own = config.flows?.[unit.key]?.substitutions ?? {};
    for (const placeholder of filled) {
      if (Object.hasOwn(own, placeholder))
        remove(["config", `${NAMESPACE}flows`, unit.key, "substitutions", placeholder]);
      if (config.substitutions?.[placeholder] !== undefined) used.add(placeholder);
    }
    for (const [placeholder, name] of values) {
      const flow = ["config", `${NAMESPACE}flows`, unit.key];
      if (Object.hasOwn(own, placeholder)) {
        set([...flow, "values", name], own[placeholder] as Scalar);
        remove([...flow, "substitutions", placeholder]);
      }
      const common = config.substitutions?.[placeholder];
      if (common === undefined) continue;
      used.add(placeholder);
      const known = moved.get(name) ?? config.values?.[name];
      if (!others.values.has(name) && (known === undefined || known === String(common))) {
        moved.set(name, String(common));
        set(["config", `${NAMESPACE}values`, name], common);
      } else if (!Object.hasOwn(own, placeholder)) set([...flow, "values", name], common);
    }
  }
  for (const placeholder of used)
    if (!others.placeholders.has(placeholder)) remove(["config", `${NAMESPACE}substitutions`, placeholder]);
  return changed ? printed(document, text) : text;
}
