import { type ArchyDocument, type ArchyMap, type ArchyReference, references } from "@genesys-flows/architect";
import { isMap, valueAt } from "../document/model.ts";
import { referenceKinds } from "../document/reference-kinds.ts";
import type { EmbeddableContract } from "../validation/view.ts";

/**
 * Lists every input and output of each called common module and bot, `{noValue: true}` where the call binds none
 * (reference/archy.md §b). Changes the document's body, which must be the caller's own copy.
 */
export function completeBindings(
  document: ArchyDocument,
  contractOf: (reference: ArchyReference) => EmbeddableContract | undefined,
): void {
  for (const reference of references(document)) {
    if (referenceKinds[reference.kind].flow !== "embedded") continue;
    const contract = contractOf(reference);
    const call = valueAt(document.body, reference.path);
    if (!contract || !isMap(call)) continue;
    for (const bound of Object.values(call)) {
      if (!isMap(bound)) continue;
      bound["inputs"] = completed(bound["inputs"], contract.inputs);
      bound["outputs"] = completed(bound["outputs"], contract.outputs);
    }
  }
}

function completed(bound: ArchyMap[string] | undefined, declared: readonly string[]): ArchyMap {
  const given = isMap(bound) ? bound : {};
  const byKey = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  const names = new Map([...Object.keys(given), ...declared].map((name) => [name.toLowerCase(), name]));
  return Object.fromEntries(
    [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, name]) => [name, byKey.get(key) ?? { noValue: true }]),
  );
}
