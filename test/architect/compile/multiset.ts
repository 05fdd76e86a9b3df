import type { ArchyDocument, ArchyMap, ArchyValue } from "@genesys-flows/architect";

/** Actions of which one document may have more than the other, counted. */
export interface Explained {
  /** Jumps and turns of loops: `jumpToTask`, `jumpToMenu`, `changeState`, `loopNext`, `loopExit`. */
  readonly jumps: number;
  /** Unnamed ends, after which nothing follows. */
  readonly stops: number;
  /** The switch after a module call, and the end after the assignment of a module's outcome. */
  readonly outcomes: number;
}

interface Action {
  readonly key: string;
  readonly body: ArchyValue;
  readonly before?: Action;
}

const jumps = new Set(["jumpToTask", "jumpToMenu", "changeState", "loopNext", "loopExit"]);

/**
 * Compares the actions and menu choices of two documents as multisets of (key, body without nested actions), apart from
 * those from jumps, ends and outcomes. Independent of graphs.
 */
export function compareActions(a: ArchyDocument, b: ArchyDocument) {
  const [left, right] = [actionsOf(a.body), actionsOf(b.body)];
  const counts = new Map<string, number>();
  const add = (actions: readonly Action[], by: number) => {
    for (const action of actions) {
      if (explanation(action)) continue;
      const key = `${action.key} ${canonical(action.body)}`;
      counts.set(key, (counts.get(key) ?? 0) + by);
    }
  };
  add(left, 1);
  add(right, -1);
  const differences = [...counts].filter(([, n]) => n !== 0).map(([key, n]) => `${n > 0 ? "-" : "+"} ${key}`);
  const explained = { jumps: 0, stops: 0, outcomes: 0 };
  for (const why of ["jumps", "stops", "outcomes"] as const) {
    const count = (actions: readonly Action[]) => actions.filter((action) => explanation(action) === why).length;
    explained[why] = count(right) - count(left);
  }
  return { differences, explained, count: left.filter((action) => !explanation(action)).length };
}

function explanation({ key, body, before }: Action): keyof Explained | undefined {
  const keys = Object.keys((body ?? {}) as ArchyMap);
  if (jumps.has(key) && keys.every((name) => ["name", "trackingId"].includes(name) || name.endsWith("Ref")))
    return "jumps";
  if ((key === "endTask" || key === "endState") && keys.join() === "none") return "stops";
  if (key === "switch" && before?.key === "callCommonModule") return "outcomes";
  if (key === "endTask" && before?.key === "updateData" && JSON.stringify(before.body).includes("Common.outcome"))
    return "outcomes";
  return undefined;
}

function actionsOf(body: ArchyMap): Action[] {
  const found: Action[] = [];
  const walk = (value: ArchyValue, path: readonly string[]) => {
    if (Array.isArray(value)) {
      const list = path.at(-1) ?? "";
      const isList = list === "actions" || list === "startUpTaskActions" || list === "choices";
      let before: Action | undefined;
      for (const item of value) {
        const [key, inner] = Object.entries((item ?? {}) as ArchyMap)[0] ?? [];
        if (isList && key !== undefined) {
          before = { key, body: shallow(inner ?? null, ""), ...(before ? { before } : {}) };
          found.push(before);
        }
        walk(item, [...path, "[]"]);
      }
    } else if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
    }
  };
  walk(body, []);
  return found;
}

/** A body without nested actions, empty paths, refIds of choices and the spelling of references. */
function shallow(value: ArchyValue, key: string): ArchyValue {
  if (Array.isArray(value)) return value.map((item) => shallow(item, ""));
  if (typeof value !== "object" || value === null) return value;
  if (key === "lit") return value;
  const entries = Object.entries(value)
    .filter(([name]) => name !== "actions" && name !== "choices" && name !== "refId")
    .map(([name, inner]) => [name, name.endsWith("Ref") ? "(reference)" : shallow(inner, name)] as const)
    .filter(([name, inner]) => !((key === "outputs" || nesting.has(name)) && JSON.stringify(inner) === "{}"));
  return Object.fromEntries(entries);
}

const nesting = new Set([
  ...["outputs", "inputs", "default", "task", "success", "failure", "timeout", "yes", "no", "found", "notFound"],
  ...[
    "loop",
    "open",
    "closed",
    "holiday",
    "emergency",
    "successOutputs",
    "failureOutputs",
    "foundOutputs",
    "maxNoInputs",
  ],
  ...["maxNoMatches", "knowledge"],
]);

function canonical(value: ArchyValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key] as ArchyValue)}`)
    .join()}}`;
}
