import {
  type ArchyDocument,
  type ArchyReference,
  type FlowType,
  flowTypes,
  moduleContract,
  type ReferenceKind,
  references,
} from "@genesys-flows/architect";

/** Kinds that a seed lists only by name, and their lists. */
const LISTS = {
  queue: "queues",
  skill: "skills",
  language: "languages",
  wrapupCode: "wrapupCodes",
  prompt: "prompts",
  script: "scripts",
  contactList: "contactLists",
  knowledgeBase: "knowledgeBases",
  worktype: "worktypes",
  schedule: "schedules",
  scheduleGroup: "scheduleGroups",
  emergencyGroup: "emergencyGroups",
  dataTable: "dataTables",
  flowMilestone: "flowMilestones",
  flowOutcome: "flowOutcomes",
  group: "groups",
  skillGroup: "skillGroups",
  responseLibrary: "responseLibraries",
} as const satisfies Partial<Record<ReferenceKind, string>>;

/** The seed's list for a kind; undefined for a kind that a seed stores elsewhere. */
export function seedListOf(kind: ReferenceKind): ListName | undefined {
  return (LISTS as Partial<Record<ReferenceKind, ListName>>)[kind];
}

type ListedKind = keyof typeof LISTS;
export type ListName = (typeof LISTS)[ListedKind];

/** Flows are seeded with their type; a reference of the kind `flow` or `inqueueFlow` has the type itself. */
const FLOW_KINDS: Partial<Record<ReferenceKind, FlowType>> = {
  commonModule: "commonModule",
  botFlow: "botFlow",
  digitalBotFlow: "digitalBot",
};

/** The objects that documents name, grouped by the seed's list for their kind. Each name is included once, in order. */
export function namedLists(documents: readonly ArchyDocument[]): Record<ListName, { readonly name: string }[]> {
  const found = documents.flatMap((document) => references(document));
  const entries = Object.entries(LISTS).map(([kind, list]) => [list, named(found, kind as ListedKind)]);
  return Object.fromEntries(entries) as Record<ListName, { readonly name: string }[]>;
}

export function namesOf(documents: readonly ArchyDocument[], kind: ReferenceKind): string[] {
  return named(
    documents.flatMap((document) => references(document)),
    kind,
  ).map(({ name }) => name);
}

/** The flows that documents call or transfer to, by type and name, except the documents' own flows. */
export function namedFlows(documents: readonly ArchyDocument[]): { readonly type: FlowType; readonly name: string }[] {
  const own = new Set(documents.map(({ flowType, name }) => idOf(flowType, name)));
  const found = new Map<string, { type: FlowType; name: string }>();
  for (const document of documents) {
    for (const reference of references(document)) {
      for (const type of typesOf(reference, document)) {
        const id = idOf(type, reference.name);
        if (!own.has(id)) found.set(id, { type, name: reference.name });
      }
    }
  }
  return [...found.values()].sort((a, b) => (idOf(a.type, a.name) < idOf(b.type, b.name) ? -1 : 1));
}

/** The types of the named flow: one type, or one for each channel that a common module supports. */
function typesOf({ kind, flowType }: ArchyReference, document: ArchyDocument): FlowType[] {
  if (kind !== "flow" && kind !== "inqueueFlow") return FLOW_KINDS[kind] === undefined ? [] : [FLOW_KINDS[kind]];
  if (flowType !== undefined) return [flowType];
  const from = document.flowType === "commonModule" ? moduleContract(document).channels : [document.flowType];
  const types = from.map((channel) => flowTypes[channel][kind === "flow" ? "transferFlow" : "inqueueFlow"]);
  return [...new Set(types.filter((type) => type !== undefined))];
}

function idOf(type: FlowType, name: string): string {
  return `${flowTypes[type].query} ${name.toLowerCase()}`;
}

function named(found: readonly ArchyReference[], kind: ReferenceKind): { readonly name: string }[] {
  const names = found.filter((reference) => reference.kind === kind).map(({ name }) => name);
  return [...new Set(names)].sort().map((name) => ({ name }));
}
