import { actionOf, nodeAction } from "../archy/actions/index.ts";
import { propertyProblems } from "../archy/property-problems.ts";
import type { ArchyMap, ArchyPath } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import { shorthands } from "./actions/table.ts";
import { elsewhereCalled } from "./elsewhere.ts";
import { ownProperties } from "./properties.ts";
import { holdsPlaceholder, keysOf } from "./schema-issues.ts";
import { atValue, type Pass, report } from "./scope.ts";
import type { NodeDefinition } from "./types.ts";

/**
 * Code of a problem that does not prevent the short notation. The platform may not require a property even if all known
 * exports have it.
 */
const MILDER = "missing-property";

/** Whether a definition can only contain the properties unchanged, under `archy`. */
export function isBeyondTable(action: string, properties: ArchyMap): boolean {
  const info = nodeAction(action);
  return info !== undefined && propertyProblems(info, properties).some(({ code }) => code !== MILDER);
}

/**
 * Checks the properties of a node against the action table. Unknown properties under `archy` may come from a newer
 * platform.
 */
export function checkProperties(node: NodeDefinition, properties: ArchyMap, pass: Pass): void {
  const info = nodeAction(node.action);
  if (!info) return;
  const own = ownProperties(node.body) !== undefined;
  const schema = shorthands.get(node.action)?.schema;
  const also = schema ? keysOf(schema) : [];
  for (const problem of propertyProblems(info, properties, { also })) {
    const { code, message, path } = problem;
    const inValue = code === "unknown-word";
    if (inValue && holdsPlaceholder(properties, path)) continue;
    const word = code === "unknown-property" && path.length === 1 ? String(path[0]) : "";
    const hint = elsewhereCalled(word, "property") ?? problem.hint;
    const steps = own ? ["archy", ...path] : isMap(node.body) ? path.filter((step) => step !== "lit") : [];
    const place = { ...atValue(node, node.action, ...steps), where: inValue ? "value" : "key" } as const;
    report(pass, code, message, { ...place, hint, inExport: own });
  }
}

/** Checks Archy's own properties at a path, except properties that the definition itself writes. */
export function checkOwnProperties(
  action: string,
  properties: ArchyMap,
  { at, node }: { readonly at: ArchyPath; readonly node: string },
  pass: Pass,
): void {
  const info = actionOf(action);
  for (const problem of info ? propertyProblems(info, properties) : []) {
    const { code, message, hint, path } = problem;
    if (code === MILDER) continue;
    const where = code === "unknown-word" ? "value" : "key";
    report(pass, code, message, { at: [...at, ...path], where, hint, node, inExport: true });
  }
}
