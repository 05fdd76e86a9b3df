import type { ArchyPath } from "../../archy/types.ts";
import { getText, isNoValue } from "../../archy/values.ts";
import type { Check } from "../check.ts";
import { type Subject, valueAt } from "../subject.ts";
import { declarations, readsOf } from "../variable-table.ts";

/** A task or state of an export, with what its actions name: `Task.` and `State.` variables are those of one part (reference/archy.md §a). */
interface PartOfFlow {
  readonly kind: "task" | "state";
  readonly path: ArchyPath;
}

/**
 * Variables of a task or state that only another one sets. In a definition, several tasks may use one variable: it becomes one of the
 * flow.
 */
export const partVariables: Check = {
  codes: ["other-task-variable"],
  run(subject, report) {
    if (!subject.document) return;
    const set = new Map<string, PartOfFlow[]>();
    const note = (name: string, part: PartOfFlow | undefined) => {
      if (part) set.set(name.toLowerCase(), [...(set.get(name.toLowerCase()) ?? []), part]);
    };
    for (const { kind, value, path } of subject.parts) if (kind === "write") note(String(value), partAt(path ?? []));
    const given = new Set<string>();
    for (const { name, path, initialValue, isInput } of declarations(subject)) {
      const part = partAt(path);
      if (isInput || !isNoValue(initialValue) || !part) given.add(name.toLowerCase());
      if (isInput || !isNoValue(initialValue)) note(name, part);
    }
    for (const { name, part: at, from, to } of readsOf(subject)) {
      const key = name.toLowerCase();
      const here = partAt(at.path ?? []);
      const elsewhere = set.get(key) ?? [];
      const [other] = elsewhere;
      if (!here || !other || !key.startsWith(`${here.kind}.`) || given.has(key)) continue;
      if (elsewhere.some((part) => isSame(part, here))) continue;
      const member = name.slice(name.indexOf(".") + 1);
      report("other-task-variable", {
        message: `The ${here.kind}${named(here, subject)} reads '${name}', which only the ${other.kind}${named(other, subject)} sets.`,
        hint: `A ${here.kind}'s variables exist in it alone. Use Flow.${member}.`,
        node: at.node,
        location: subject.locateWithin(at, { from, to }),
      });
    }
  },
};

/** The task or state that a place is in: one of its list, or the task of a menu's choice. */
function partAt(path: ArchyPath): PartOfFlow | undefined {
  const [, list, , item] = path;
  if (list === "tasks" || list === "states")
    return { kind: list === "tasks" ? "task" : "state", path: path.slice(0, 4) };
  const choice = list === "menus" && item === "menu" ? path.indexOf("choices") : -1;
  return choice === -1 ? undefined : { kind: "task", path: path.slice(0, choice + 3) };
}

function isSame(one: PartOfFlow, other: PartOfFlow): boolean {
  return one.path.join("/") === other.path.join("/");
}

function named({ path }: PartOfFlow, { document }: Subject): string {
  const name = document && getText(valueAt(document, path), "name");
  return name === undefined ? "" : ` '${name}'`;
}
