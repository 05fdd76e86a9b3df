import type { ArchyPath } from "../../archy/types.ts";
import { getText, isNoValue, valueAt } from "../../archy/values.ts";
import type { Location } from "../../diagnostic.ts";
import { nearest } from "../../suggest.ts";
import type { Check } from "../check.ts";
import type { Part } from "../parts.ts";
import type { Place } from "../place.ts";
import type { Subject } from "../subject.ts";
import { declarations, declaredVariables, hasInitialValue, readsOf, variableTable } from "../variable-table.ts";
import { hasScopeOf } from "./variable-scope.ts";

const VALID = /^[^.]+\.\p{L}[\p{L}\p{N}_]*$/u;

/** Declarations in an export. Names must be valid, and unique within their list regardless of case. */
export const variableNames: Check = {
  codes: ["duplicate-variable", "invalid-variable-name"],
  ofParts: true,
  run(subject, report) {
    const seen = new Set<string>();
    for (const { name, list, path } of declarations(subject)) {
      const place = { path: [...path, "name"] };
      if (!VALID.test(name)) {
        const message = `'${name}' is not a valid variable name.`;
        const hint = "A variable's name is a scope, a dot, a letter, and then letters, digits and underscores.";
        report("invalid-variable-name", { message, hint, ...place });
      }
      const key = `${list} ${name.toLowerCase()}`;
      if (seen.has(key)) {
        const hint = "Architect ignores case in variable names. Remove one of the two.";
        report("duplicate-variable", { message: `The variable '${name}' is declared twice.`, hint, ...place });
      }
      seen.add(key);
    }
  },
};

/** Every loop needs a counter variable, even if nothing reads it. */
const NEEDED = "currentIndex";

/**
 * Scopes whose variables every export declares. Variables of a task or state are created when they are set
 * (reference/archy.md §a).
 */
const DECLARED = /^(flow|common)\./i;

/**
 * Variables that are read but never set, set but never read, or set but not declared. If a name is misspelt, only the
 * misspelt name is reported, not the intended variable.
 */
export const variableUse: Check = {
  codes: ["undeclared-variable", "never-set", "never-read"],
  run(subject, report) {
    const names = declaredVariables(subject).map((variable) => variable.name);
    const table = [...variableTable(subject).values()].filter(({ name }) => hasScopeOf(subject.graph.type, name));
    const nearBy = new Map(table.map(({ name, declared }) => [name, declared ? undefined : nearest(name, names)]));
    const meantBy = new Map(
      table.flatMap(({ name, reads, writes }) => {
        const near = nearBy.get(name);
        return near === undefined ? [] : [[near.toLowerCase(), { isRead: reads.length > 0, isSet: writes.length > 0 }]];
      }),
    );
    const unclear = subject.expressions().filter(({ parsed }) => !parsed.ok);
    const keyOfVariables = misspeltVariables(subject);
    for (const { name, declared, reads, writes } of table) {
      const [read] = reads;
      const [write] = writes;
      const near = nearBy.get(name);
      const misspelt = meantBy.get(name.toLowerCase());
      const meant = near === undefined ? "check its spelling" : `did you mean '${near}'?`;
      if (read && !write && !hasInitialValue(declared) && !misspelt?.isSet && !keyOfVariables) {
        const hint = declared
          ? "Give it an initial value, set it in an action, or make it an input."
          : `The flow does not declare the variable either: ${near === undefined ? `${meant}.` : meant}`;
        const message = `The flow reads '${name}', but nothing sets it.`;
        report("never-set", { message, hint, ...at(subject, name, read) });
      }
      if (write && !declared && keyOfVariables) continue;
      if (write && !declared && subject.document && DECLARED.test(name)) {
        const hint = near === undefined ? "Declare it, or correct its spelling." : `Did you mean '${near}'?`;
        const message = `The flow does not declare '${name}'.`;
        report("undeclared-variable", { message, hint, ...at(subject, name, write) });
        continue;
      }
      if (!write || read || declared?.isOutput || write.purpose === NEEDED || misspelt?.isRead) continue;
      if (unclear.some(({ text }) => text.toLowerCase().includes(name.toLowerCase()))) continue;
      const hint = "Remove it, unless the platform or a report reads it.";
      const message = `The flow sets '${name}' but never reads it.`;
      report("never-read", { message, hint, ...at(subject, name, write) });
    }
  },
};

/** Whether the declarations are under a misspelt key that is similar to a known key. */
function misspeltVariables({ document }: Subject): boolean {
  const keys = document ? Object.keys(document.body) : [];
  return keys.some((key) => !LISTS.includes(key) && nearest(key, LISTS) !== undefined);
}

const LISTS = ["variables", "startUpTaskVariables"];

/** In a definition, the location of the text that names the variable; otherwise, the location of the value. */
function at({ document, graph }: Subject, name: string, part: Part): Place & { location?: Location } {
  const location = document || !part.node ? undefined : graph.textPlace?.({ node: part.node.id, text: name });
  return { node: part.node, path: part.path, location };
}

/**
 * A task or state of an export, with the variables that its actions name. `Task.` and `State.` variables belong to a
 * single part (reference/archy.md §a).
 */
interface PartOfFlow {
  readonly kind: "task" | "state";
  readonly path: ArchyPath;
}

/**
 * Variables that a task or state reads, but that only a different task or state sets. Definitions are not checked,
 * because a variable that several tasks use becomes a flow variable.
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
      const isSet = isInput || !isNoValue(initialValue);
      if (isSet || !part) given.add(name.toLowerCase());
      if (isSet) note(name, part);
    }
    for (const { name, ...place } of readsOf(subject)) {
      const key = name.toLowerCase();
      const here = partAt(place.part.path ?? []);
      const elsewhere = set.get(key) ?? [];
      const [other] = elsewhere;
      if (!here || !other || !key.startsWith(`${here.kind}.`) || given.has(key)) continue;
      if (elsewhere.some((part) => isSame(part, here))) continue;
      const member = name.slice(name.indexOf(".") + 1);
      report("other-task-variable", {
        message: `The ${here.kind}${named(here, subject)} reads '${name}', which only the ${other.kind}${named(other, subject)} sets.`,
        hint: `A ${here.kind}'s variables exist only within it. Use Flow.${member}.`,
        ...place,
      });
    }
  },
};

/** The task or state that contains a path; for a menu choice, the task that it opens. */
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
  const name = document && getText(valueAt(document.body, path.slice(1)), "name");
  return name === undefined ? "" : ` '${name}'`;
}
