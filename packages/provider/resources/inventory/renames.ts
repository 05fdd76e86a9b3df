import type { StackRun } from "../../run/stack-run.ts";
import type { InventoryChange } from "./values.ts";

/**
 * Where one flow of a type goes and one comes, it may be the same flow under another file name: the update would delete it and
 * create another one with another id.
 */
export function renameSuspicions({ before, after }: InventoryChange, run: StackRun): string[] {
  const former = new Set([...(run.desired?.flows.values() ?? [])].flatMap(({ formerly }) => formerly));
  const gone = [...before.flows].filter(([key]) => !after.flows.has(key) && !former.has(key));
  const come = [...after.flows].filter(([key]) => !before.flows.has(key));
  const byType = Map.groupBy(gone, ([, { type }]) => type);
  return [...byType].flatMap(([type, leaving]) => {
    const coming = come.filter(([, flow]) => flow.type === type);
    const [[oldKey, old] = []] = leaving;
    const [[newKey, fresh] = []] = coming;
    if (leaving.length !== 1 || coming.length !== 1 || !old || !fresh) return [];
    const file = run.desired?.flows.get(String(newKey))?.file ?? String(newKey);
    return [
      `The ${type} '${old.name}' (key '${oldKey}') would be deleted and '${fresh.name}' (key '${newKey}') created. If that is the same flow under another ` +
        `file name, add \`formerly: [${oldKey}]\` to ${file}: it keeps its id, its versions and its callers then.`,
    ];
  });
}
