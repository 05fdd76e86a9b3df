import {
  type ArchyDocument,
  type ArchyMap,
  type ArchyReference,
  type ArchyValue,
  archyFromBody,
  printArchy,
} from "@genesys-flows/architect";
import type { Scope } from "../../service.ts";
import { dependenciesOf } from "../dependency-table.ts";
import { isMap } from "../document/model.ts";
import { type FlowRow, flowById } from "../flow-table.ts";
import { type EmbeddableContract, versionContract } from "../publishing/organisation-view.ts";
import { presentDocument, sameName } from "../publishing/present-document.ts";
import { dependencyTypes } from "../validation/resolve.ts";
import type { VersionRow } from "../version-table.ts";
import { completeActions, completeBindings, withDefaults } from "./defaults.ts";
import { renumber } from "./tracking-numbers.ts";

interface ExportContext {
  readonly division: string | undefined;
  /** The interface of a called module or bot in the version that the flow holds. */
  contractOf(reference: ArchyReference): EmbeddableContract | undefined;
}

export function exportVersion(scope: Scope, flow: FlowRow, { version }: VersionRow): string {
  const { store, directory } = scope;
  const held = dependenciesOf(store, flow.id, version);
  const document = presentDocument(scope, flow, version);
  return renderExport(document, {
    division: directory.get("division", flow.divisionId ?? "")?.name,
    contractOf(reference) {
      const types = dependencyTypes(document, reference);
      for (const { objectId, objectType, objectVersion } of held) {
        const row = objectVersion !== null && types.includes(objectType) ? flowById(store, objectId) : undefined;
        if (row && sameName(row.name, reference.name)) return versionContract(store, row, objectVersion);
      }
      return undefined;
    },
  });
}

/**
 * A flow as the platform exports it: created from the model, not from the uploaded bytes. Publishing an export and
 * exporting it again produces the same text.
 */
export function renderExport(document: ArchyDocument, context: ExportContext): string {
  const body = laidOut(structuredClone(withDefaults(document, context)));
  const copy = archyFromBody(document.flowType, body, { file: document.file });
  completeActions(copy);
  completeBindings(copy, context.contractOf);
  renumber(copy);
  return printArchy(archyFromBody(document.flowType, laidOut(copy.body), { file: document.file }));
}

/** Order of an export's top-level keys. Other settings follow `settingsCommonModule`; all remaining keys are last. */
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

/** The body in the platform's layout, with its own order of keys and without output paths that have no actions. */
function laidOut(body: ArchyMap): ArchyMap {
  const rest = Object.keys(body).filter((key) => !TOP.includes(key) && !LAST.includes(key));
  const order = [...TOP, ...rest, ...LAST].filter((key) => body[key] !== undefined);
  return Object.fromEntries(order.map((key) => [key, nested(body[key] as ArchyValue)]));
}

function nested(value: ArchyValue): ArchyValue {
  if (Array.isArray(value)) return value.map(nested);
  if (!isMap(value)) return value;
  const { name, refId, outputs, ...rest } = value;
  const kept = isMap(outputs) ? withoutEmptyPaths(outputs) : outputs;
  const ordered = Object.entries({ name, refId, ...rest, outputs: kept });
  return Object.fromEntries(
    ordered.flatMap(([key, child]) =>
      child === undefined ? [] : [[key, key === "lit" ? child : nested(child)] as const],
    ),
  );
}

function withoutEmptyPaths(outputs: ArchyMap): ArchyMap | undefined {
  const kept = Object.entries(outputs).filter(([, path]) => !isEmptyPath(path));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function isEmptyPath(path: ArchyValue): boolean {
  if (path === null) return true;
  if (!isMap(path)) return false;
  const { actions = null, ...rest } = path;
  const isEmpty = actions === null || (Array.isArray(actions) && actions.length === 0);
  return isEmpty && Object.keys(rest).length === 0;
}
