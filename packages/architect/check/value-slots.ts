import { actionOf } from "../archy/actions/index.ts";
import type { ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { get, getList, getMap, getText, isMap, singleEntry } from "../archy/values.ts";
import { switchTests } from "../graph/output-paths.ts";
import type { ActionOfFlow } from "./subject.ts";

/** A place of an action that takes a value of one type. */
export interface ValueSlot {
  readonly value: ArchyValue;
  readonly type: string;
  /** As a message begins: `The property 'priority' is`. */
  readonly is: string;
  /** From the action's body to the value. */
  readonly path: ArchyPath;
  /** The key that has it in a definition. */
  readonly under?: string | undefined;
  /** The condition of a decision, or of a case. */
  readonly condition?: true;
}

/** Types of the action table whose values have one data type of Architect (reference/archy-actions-sdk.tsv: `ArchValueInteger`, ...). */
const DATA_TYPES: ReadonlySet<string> = new Set([
  ...["boolean", "integer", "decimal", "string", "duration", "dateTime", "phoneNumber"],
  ...["queue", "user", "group", "languageSkill", "scheduleGroup", "emergencyGroup", "stringCollection"],
]);

/** The values of an action whose type is known: of its properties, statements, attributes, skills and conditions. */
export function slotsOf({ key, body }: ActionOfFlow): ValueSlot[] {
  const found: ValueSlot[] = [];
  for (const [name, type] of Object.entries(actionOf(key)?.properties ?? {})) {
    const value = get(body, name);
    if (value === undefined) continue;
    if (key === "decision" && name === "condition") found.push(condition(value, [name]));
    else if (DATA_TYPES.has(type))
      found.push({ value, type, is: `The property '${name}' is`, path: [name], under: name });
    else if (Object.hasOwn(lists, name)) found.push(...listed(value, name, lists[name] as Listed));
  }
  if (key === "updateData") found.push(...listed(get(body, "statements") ?? null, "statements", statement));
  if (actionOf(key)?.shape === "cases") found.push(...casesOf(body));
  return found;
}

function statement(type: string, body: ArchyValue): ReturnType<Listed> {
  const variable = getText(body, "variable");
  const is = `${variable === undefined ? "The variable" : `'${variable}'`} is`;
  return { type, is, at: ["value"], under: variable };
}

type Listed = (item: string, body: ArchyValue) => Omit<ValueSlot, "path" | "value"> & { readonly at: ArchyPath };

/** The values in properties that are lists of items of one key each. */
const lists: Readonly<Record<string, Listed>> = {
  attributes: (_, body) => {
    const name = getText(getMap(body, "name"), "lit");
    const is = `The attribute${name === undefined ? "" : ` '${name}'`} is`;
    return { type: "string", is, at: ["value"], under: name };
  },
  acdSkills: () => ({ type: "skill", is: "The skill is", at: [] }),
};

function listed(list: ArchyValue, name: string, of: Listed): ValueSlot[] {
  return (Array.isArray(list) ? list : []).flatMap((item, index): ValueSlot[] => {
    const [kind, body] = singleEntry(item) ?? [];
    if (kind === undefined || !isMap(body)) return [];
    const { at, ...slot } = of(kind, body);
    const [step] = at;
    const value = step === undefined ? body : get(body, String(step));
    return value === undefined ? [] : [{ ...slot, value, path: [name, index, kind, ...at] }];
  });
}

/** The cases of a switch: conditions, or values of the type that it tests. */
function casesOf(body: ArchyMap): ValueSlot[] {
  if (switchTests(body).style === "firstTrue") {
    return casesIn(get(get(body, "evaluate"), "firstTrue")).map(({ value, path }) =>
      condition(value, ["evaluate", "firstTrue", ...path]),
    );
  }
  const [type, tested] = singleEntry(get(get(body, "evaluate"), "firstMatch")) ?? [];
  if (type === undefined || !isMap(tested)) return [];
  const path = ["evaluate", "firstMatch", type];
  const slots = casesIn(tested).map((one) => ({ ...one, is: "The value of the case is" }));
  const value = get(tested, "value");
  if (value !== undefined) slots.unshift({ value, path: ["value"], is: "The value that the switch tests is" });
  return slots.map((slot) => ({ ...slot, type, path: [...path, ...slot.path] }));
}

function casesIn(tests: ArchyValue | undefined): { value: ArchyValue; path: ArchyPath }[] {
  return getList(tests, "cases").flatMap((item, index) => {
    const [kind, held] = singleEntry(item) ?? [];
    const value = get(held, "value");
    return kind === undefined || value === undefined ? [] : [{ value, path: ["cases", index, kind, "value"] }];
  });
}

function condition(value: ArchyValue, path: ArchyPath): ValueSlot {
  return { value, type: "boolean", is: "", path, condition: true };
}
