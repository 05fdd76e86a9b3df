import { flowTypeOfApi, flowTypes } from "../archy/flow-types.ts";
import type { ArchyDocument, ArchyMap, ArchyValue } from "../archy/types.ts";
import { get, getList, getMap, getText, isMap } from "../archy/values.ts";
import { variablesOf } from "../archy/variables.ts";
import type { FaultHandling, FlowVariable } from "../graph/types.ts";

/** Keys of a body that the graph represents in its own form. */
const STRUCTURE = new Set([
  "name",
  "description",
  "division",
  "defaultLanguage",
  "variables",
  "startUpTaskVariables",
  "startUpRef",
  "startUpTaskActions",
  "startUpState",
  "periodicState",
  "menus",
  "tasks",
  "states",
  "bots",
]);

/**
 * Every other top-level key of a body, unchanged. For error handling and module settings, only the parts that the graph
 * does not represent.
 */
export function settingsOf(doc: ArchyDocument): ArchyMap {
  const settings: ArchyMap = {};
  const hasFault = faultHandling(doc) !== undefined;
  for (const key of Object.keys(doc.body)) {
    const value = doc.body[key] as ArchyValue;
    const kept =
      key === "settingsErrorHandling" && hasFault ? withoutFault(value) : isChannelList(doc, key) ? undefined : value;
    if (!STRUCTURE.has(key) && kept !== undefined) settings[key] = kept;
  }
  return settings;
}

function withoutFault(value: ArchyValue): ArchyValue | undefined {
  if (!isMap(value) || !isMap(value["errorHandling"])) return value;
  const { errorHandling: _then, preHandlingAudio: _say, ...rest } = value;
  return Object.keys(rest).length > 0 ? rest : undefined;
}

/**
 * Whether the key contains only a module's list of compatible flow types. The module's contract also contains this
 * list.
 */
function isChannelList(doc: ArchyDocument, key: string): boolean {
  if (doc.flowType !== "commonModule" || key !== "settingsCommonModule") return false;
  const settings = getMap(doc.body, key);
  const types = getList(settings, "compatibleFlowTypes").map((item) => flowTypeOfApi(getText(item, "flowType") ?? ""));
  return Object.keys(settings ?? {}).join() === "compatibleFlowTypes" && !types.includes(undefined);
}

/**
 * How Architect handles the failure of an action without a failure path; undefined if the document does not specify it.
 * @param named rewrites the references of its target
 */
export function faultHandling(
  doc: ArchyDocument,
  named = (then: ArchyMap): ArchyMap => then,
): FaultHandling | undefined {
  const settings = getMap(doc.body, "settingsErrorHandling");
  const then = getMap(settings, "errorHandling");
  if (!flowTypes[doc.flowType].errorHandling || !settings || !then) return undefined;
  const say = get(settings, "preHandlingAudio");
  return {
    ...(isMap(say) ? { say } : {}),
    then: named(then),
    get location() {
      return doc.locate([doc.flowType, "settingsErrorHandling"]);
    },
  };
}

/** Merges the variables of several lists; equal declarations appear once. */
export function mergeVariables(...lists: readonly (ArchyValue | undefined)[]): FlowVariable[] {
  const merged = new Map<string, FlowVariable>();
  for (const variable of lists.flatMap(variablesOf)) merged.set(JSON.stringify(variable), variable);
  return [...merged.values()];
}
