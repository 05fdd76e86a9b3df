import {
  type ArchyDocument,
  type ArchyMap,
  type ArchyValue,
  type ReferenceKind,
  references,
} from "@genesys-flows/architect";

interface DataAction {
  readonly name: string;
  readonly inputs: Record<string, string>;
  readonly outputs: Record<string, string>;
}

interface Named {
  readonly name: string;
}

/** What `local/organisation.yaml` says, as far as the corpus needs it. */
export interface Seed {
  readonly organisation: { readonly name: string };
  readonly divisions: readonly { readonly name: string }[];
  readonly queues: readonly Named[];
  readonly skills: readonly Named[];
  readonly languages: readonly Named[];
  readonly wrapupCodes: readonly Named[];
  readonly prompts: readonly Named[];
  readonly scripts: readonly Named[];
  readonly contactLists: readonly Named[];
  readonly knowledgeBases: readonly Named[];
  readonly worktypes: readonly Named[];
  readonly schedules: readonly Named[];
  readonly scheduleGroups: readonly Named[];
  readonly emergencyGroups: readonly Named[];
  readonly dataTables: readonly Named[];
  readonly flowMilestones: readonly Named[];
  readonly flowOutcomes: readonly Named[];
  readonly integrations: readonly { readonly name: string; readonly dataActions: readonly DataAction[] }[];
}

/** Fields whose type no declared variable shows: `<integration>/<action>/<output>`. */
const TYPES_BY_HAND: Readonly<Record<string, string>> = {
  // Compared with a number.
  "CCHUB_WORK_VIRGINIA/Agents Logged Into Queue/total_agents_on_queue": "integer",
  "Emergency-Lambda/Emergency-data-action/Success": "boolean",
};

/**
 * The organisation that a set of documents expects to find: everything that they name and an organisation keeps, a data
 * action with the inputs and outputs that its calls bind.
 */
export function seedFor(documents: readonly ArchyDocument[]): Seed {
  const mentioned = documents.flatMap((document) => references(document));
  const divisions = new Set(documents.flatMap((document) => textOf(document.body["division"])));
  const named = (kind: ReferenceKind): Named[] =>
    [...new Set(mentioned.filter((r) => r.kind === kind).map((r) => r.name))].sort().map((name) => ({ name }));
  return {
    organisation: { name: "Corpus" },
    divisions: [...divisions].filter((name) => name !== "Home").map((name) => ({ name })),
    queues: named("queue"),
    skills: named("skill"),
    languages: named("language"),
    wrapupCodes: named("wrapupCode"),
    prompts: named("prompt"),
    scripts: named("script"),
    contactLists: named("contactList"),
    knowledgeBases: named("knowledgeBase"),
    worktypes: named("worktype"),
    schedules: named("schedule"),
    scheduleGroups: named("scheduleGroup"),
    emergencyGroups: named("emergencyGroup"),
    dataTables: named("dataTable"),
    flowMilestones: named("flowMilestone"),
    flowOutcomes: named("flowOutcome"),
    integrations: integrationsOf(documents),
  };
}

function integrationsOf(documents: readonly ArchyDocument[]): Seed["integrations"] {
  const integrations = new Map<string, Map<string, DataAction>>();
  for (const document of documents) {
    const types = variableTypes(document.body);
    for (const [integration, name, call] of dataActionCalls(document.body)) {
      const actions = integrations.get(integration) ?? new Map<string, DataAction>();
      integrations.set(integration, actions);
      const action = actions.get(name) ?? { name, inputs: {}, outputs: {} };
      actions.set(name, action);
      for (const [input, value] of Object.entries(mapOf(call["inputs"]))) action.inputs[input] ??= inputType(value);
      for (const [output, value] of Object.entries(mapOf(call["successOutputs"]))) {
        const byHand = TYPES_BY_HAND[`${integration}/${name}/${output}`];
        action.outputs[output] ??= byHand ?? fieldType(types.get(String(mapOf(value)["var"])));
      }
    }
  }
  return [...integrations].map(([name, actions]) => ({ name, dataActions: [...actions.values()] }));
}

/** Integration, data action and body of each `category: {<integration>: {dataAction: {<name>: ...}}}`, wherever it occurs. */
function* dataActionCalls(value: ArchyValue | undefined): Generator<[string, string, ArchyMap]> {
  if (Array.isArray(value)) for (const item of value) yield* dataActionCalls(item);
  else if (value && typeof value === "object") {
    for (const [integration, entry] of Object.entries(mapOf(value["category"]))) {
      for (const [name, call] of Object.entries(mapOf(mapOf(entry)["dataAction"]))) {
        yield [integration, name, mapOf(call)];
      }
    }
    for (const child of Object.values(value)) yield* dataActionCalls(child);
  }
}

/** Declared variables with their types, wherever they are declared; `waitTime` in a task as well as a flow's own. */
function variableTypes(value: ArchyValue, found = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(value)) for (const item of value) variableTypes(item, found);
  else if (value && typeof value === "object") {
    for (const [key, child] of Object.entries(value)) {
      const type = /^([a-zA-Z]+)Variable$/.exec(key)?.[1];
      const name = textOf(mapOf(child)["name"])[0];
      if (type && name) found.set(name, type);
      variableTypes(child, found);
    }
  }
  return found;
}

/** JSON type of a data action's field for the Architect type of the variable that is bound to it. */
function fieldType(architectType: string | undefined): string {
  if (architectType === "integer" || architectType === "boolean") return architectType;
  return architectType === "decimal" ? "number" : "string";
}

function inputType(value: ArchyValue): string {
  const literal = mapOf(value)["lit"];
  if (typeof literal === "boolean") return "boolean";
  return typeof literal === "number" ? "integer" : "string";
}

function mapOf(value: ArchyValue | undefined): ArchyMap {
  return value && typeof value === "object" && !Array.isArray(value) ? value : {};
}

function textOf(value: ArchyValue | undefined): string[] {
  return typeof value === "string" && value !== "" ? [value] : [];
}
