import type { FlowVariable } from "../graph/types.ts";
import type { ArchyMap, ArchyValue } from "./types.ts";
import { get, getMap, getText, isMap, singleEntry } from "./values.ts";

const SUFFIX = "Variable";
const KNOWN = new Set(["name", "description", "initialValue", "isInput", "isOutput"]);

/** The variables in a `variables` (or `startUpTaskVariables`) list; other items are skipped. */
export function variablesOf(list: ArchyValue | undefined): FlowVariable[] {
  const variables: FlowVariable[] = [];
  for (const item of Array.isArray(list) ? list : []) {
    const [key, body] = singleEntry(item) ?? ["", null];
    const name = getText(body, "name");
    if (!isMap(body) || name === undefined) continue;
    const description = getText(body, "description");
    variables.push({
      name,
      type: key.endsWith(SUFFIX) ? key.slice(0, -SUFFIX.length) : key,
      initialValue: getMap(body, "initialValue") ?? { noValue: true },
      isInput: get(body, "isInput") === true,
      isOutput: get(body, "isOutput") === true,
      ...(description === undefined ? {} : { description }),
      ...moreOf(body),
    });
  }
  return variables;
}

function moreOf(body: ArchyMap): { more?: ArchyMap } {
  const more = Object.fromEntries(Object.entries(body).filter(([key]) => !KNOWN.has(key)));
  return Object.keys(more).length > 0 ? { more } : {};
}
