import { actionOf } from "../../archy/actions/index.ts";
import { RefResolver } from "../../archy/container-refs.ts";
import type { ArchyMap } from "../../archy/types.ts";
import { get, getList, getMap, getText, singleEntry } from "../../archy/values.ts";
import { didYouMean } from "../../suggest.ts";
import type { Check } from "../check.ts";
import type { ActionOfFlow } from "../subject.ts";

/** Lists of output paths that the author names (reference/archy.md §d). */
const LISTS = ["paths", "intents"];

/**
 * Output paths of an export that do not exist in the action table or, for a task call, in the called task. As far as is
 * known, the platform never runs their actions.
 */
export const outputPaths: Check = {
  codes: ["unknown-output-path"],
  run(subject, report) {
    const { document } = subject;
    if (!document) return;
    let resolver: RefResolver | undefined;
    for (const { key, body, path = [], node } of subject.actions()) {
      const outputs = getMap(body, "outputs");
      if (!outputs) continue;
      resolver ??= new RefResolver(document);
      const known = pathsOf({ key, body, path }, resolver);
      for (const name of known ? Object.keys(outputs) : []) {
        if (!known || known.includes(name) || LISTS.includes(name)) continue;
        report("unknown-output-path", {
          message: `The action '${key}' has no output path '${name}'.`,
          hint: known.length === 0 ? "It has no output paths." : (didYouMean(name, known, "Its output paths") ?? ""),
          path: [...path, "outputs", name],
          node,
        });
      }
    }
  },
};

/** The names of an action's output paths; undefined if some are unknown. */
function pathsOf({ key, body, path = [] }: ActionOfFlow, resolver: RefResolver): readonly string[] | undefined {
  const info = actionOf(key);
  if (!info) return undefined;
  const target = getText(body, "targetTaskRef");
  if (info.jump !== undefined || target === undefined) return info.outputs;
  const task = resolver.resolve(target, path.slice(0, path.indexOf("actions")));
  return task ? [...info.outputs, ...taskPaths(task.body)] : undefined;
}

/** The output paths of a called task: the declared paths, and the paths that its actions end it with. */
function taskPaths(task: ArchyMap): string[] {
  const declared = getList(task, "outputPaths").flatMap((item) => getText(singleEntry(item)?.[1], "name") ?? []);
  const found = new Set(declared);
  const waiting: unknown[] = [task];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== "object" || value === null) continue;
    const name = Array.isArray(value) ? undefined : getText(get(value as ArchyMap, "outputPath"), "name");
    if (name !== undefined) found.add(name);
    waiting.push(...Object.values(value));
  }
  return [...found];
}
