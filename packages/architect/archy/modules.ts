import type { Location } from "../diagnostic.ts";
import type { ModuleContract, OutcomeContract } from "../graph/types.ts";
import { flowTypeOfApi } from "./flow-types.ts";
import type { ArchyDocument, ArchyMap, ArchyPath, ArchyValue } from "./types.ts";
import { get, getList, getMap, getText, isMap, singleEntry } from "./values.ts";
import { variablesOf } from "./variables.ts";
import { allActions } from "./visit.ts";

/** One `callCommonModule` of a document (reference/archy.md §b). */
export interface DocumentModuleCall {
  /** Display name of the module. */
  readonly module: string;
  /** Full names of the module's inputs, with `Common.`, and their values. */
  readonly inputs: ArchyMap;
  readonly outputs: ArchyMap;
  readonly path: ArchyPath;
  readonly location: Location;
}

/** The variable that receives the outcome of a module that is a definition (design §4, "Outcomes"). */
export const OUTCOME_VARIABLE = "Common.outcome";

/**
 * Module name, inputs and outputs in the body of a `callCommonModule`; undefined if the body does not name a module.
 */
export function moduleCallOf(body: ArchyMap): { module: string; inputs: ArchyMap; outputs: ArchyMap } | undefined {
  const entry = singleEntry(get(body, "commonModule"));
  if (!entry) return undefined;
  const [module, versions] = entry;
  const version = singleEntry(versions)?.[1];
  return { module, inputs: getMap(version, "inputs") ?? {}, outputs: getMap(version, "outputs") ?? {} };
}

/** Every module call of a document, in document order. */
export function moduleCalls(doc: ArchyDocument): DocumentModuleCall[] {
  const calls: DocumentModuleCall[] = [];
  for (const { key, body, path } of allActions(doc)) {
    const call = key === "callCommonModule" ? moduleCallOf(body) : undefined;
    if (!call) continue;
    // The location is computed on demand: it is rarely needed, and a compiled document must be parsed to compute it.
    calls.push({
      ...call,
      path,
      get location() {
        return doc.locate(path);
      },
    });
  }
  return calls;
}

/**
 * Module names in a document that are stand-ins for missing values. A stand-in never refers to a module, even if a
 * module has that name.
 */
export function namedByStandIn(doc: ArchyDocument): ReadonlySet<string> {
  const calls = doc.filling ? moduleCalls(doc) : [];
  const unknown = calls.filter(({ path, module }) => isStandIn(doc, [...path, "commonModule", module]));
  return new Set(unknown.map(({ module }) => module));
}

/** Whether the name of a flow contains a stand-in for a missing value. */
export function hasStandInName(doc: ArchyDocument): boolean {
  return isStandIn(doc, [doc.flowType, "name"]);
}

/** Whether the text at a path contains a stand-in for a missing value. */
export function isStandIn(doc: ArchyDocument, path: ArchyPath): boolean {
  return doc.filling?.(doc.locate(path)) === "stand-in";
}

/**
 * The contract of a common module. If no outcome is given, the outcomes are the literals that the module assigns to the
 * output `Common.outcome`. The initial value of this output must be `error`.
 */
export function moduleContract(
  doc: ArchyDocument,
  { outcome = declaredOutcome(doc) }: { outcome?: OutcomeContract } = {},
): ModuleContract {
  const variables = variablesOf(doc.body["variables"]);
  const typed = (wanted: (v: (typeof variables)[number]) => boolean) =>
    Object.fromEntries(variables.filter(wanted).map((v) => [v.name, v.type]));
  const served = getList(getMap(doc.body, "settingsCommonModule"), "compatibleFlowTypes");
  return {
    name: doc.name,
    inputs: typed((v) => v.isInput),
    outputs: typed((v) => v.isOutput),
    channels: served.flatMap((item) => flowTypeOfApi(getText(item, "flowType") ?? "")?.type ?? []),
    ...(outcome && { outcome }),
  };
}

/** The outcome contract in the text of a module; undefined if the module does not follow the convention. */
function declaredOutcome(doc: ArchyDocument): OutcomeContract | undefined {
  const variable = variablesOf(doc.body["variables"]).find((v) => sameName(v.name, OUTCOME_VARIABLE));
  if (!variable?.isOutput || get(variable.initialValue, "lit") !== "error") return undefined;
  const updates = allActions(doc).filter(({ key }) => key === "updateData");
  const assigned = updates
    .flatMap(({ body }) => getList(body, "statements"))
    .map((statement) => assignment(statement, variable.name))
    .filter((value) => typeof value === "string" && value !== "error");
  return { from: variable.name, outcomes: Object.fromEntries(assigned.map((value) => [value, [value]])) };
}

/** The literal that an `updateData` statement assigns to a variable. */
function assignment(statement: ArchyValue, variable: string): ArchyValue | undefined {
  const body = singleEntry(statement)?.[1];
  if (!isMap(body) || !sameName(getText(body, "variable") ?? "", variable)) return undefined;
  return get(get(body, "value"), "lit");
}

/** Compares names ignoring case, as the platform does (reference/archy.md §a). */
export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
