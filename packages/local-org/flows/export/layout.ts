import type { ArchyMap, ArchyValue } from "@genesys-flows/architect";
import { isMap } from "../document/model.ts";

/** Order of an export's keys at the top; the other settings follow `settingsCommonModule`, the rest comes last. */
const TOP = [
  "name",
  "description",
  "division",
  "startUpRef",
  "defaultLanguage",
  "supportedLanguages",
  "initialGreeting",
  "variables",
  "settingsOutboundCall",
  "settingsInQueueCall",
  "settingsCommonModule",
  "settingsInboundEmailHandling",
  "settingsActionDefaults",
  "settingsErrorHandling",
  "settingsMenu",
  "settingsPrompts",
  "settingsSpeechRec",
];
const LAST = ["menus", "states", "bots", "tasks", "startUpTaskVariables", "startUpTaskActions"];

/** The body in the platform's layout: its own order of keys, no output paths without actions. */
export function laidOut(body: ArchyMap): ArchyMap {
  const rest = Object.keys(body).filter((key) => !TOP.includes(key) && !LAST.includes(key));
  const order = [...TOP, ...rest, ...LAST].filter((key) => body[key] !== undefined);
  return Object.fromEntries(order.map((key) => [key, nested(body[key] as ArchyValue)]));
}

function nested(value: ArchyValue): ArchyValue {
  if (Array.isArray(value)) return value.map(nested);
  if (!isMap(value)) return value;
  const { name, refId, outputs, ...rest } = value;
  const kept = isMap(outputs) ? withoutEmptyPaths(outputs) : outputs;
  const ordered = {
    ...(name === undefined ? {} : { name }),
    ...(refId === undefined ? {} : { refId }),
    ...rest,
    ...(kept === undefined ? {} : { outputs: kept }),
  };
  return Object.fromEntries(
    Object.entries(ordered).map(([key, child]) => [key, key === "lit" ? child : nested(child)]),
  );
}

function withoutEmptyPaths(outputs: ArchyMap): ArchyMap | undefined {
  const kept = Object.entries(outputs).filter(([, path]) => !isEmptyPath(path));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function isEmptyPath(path: ArchyValue): boolean {
  if (path === null) return true;
  if (!isMap(path)) return false;
  const { actions, ...rest } = path;
  return (
    Object.keys(rest).length === 0 &&
    (actions === undefined || actions === null || (Array.isArray(actions) && actions.length === 0))
  );
}
