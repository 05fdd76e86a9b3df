import type { ArchyReference, FlowType, ReferenceKind } from "@genesys-flows/architect";
import { flowTypes } from "@genesys-flows/architect/flow-types";

export interface Kind {
  /** Its name in messages: `queue`. */
  readonly noun: string;
  /** Path of the collection: `/api/v2/routing/queues`. A function of the properties if it depends on another object. */
  readonly path: string | ((of: Readonly<Record<string, unknown>>) => string);
  /**
   * Its permission: `routing:queue`, to which `:add`, `:view`, `:edit` or `:delete` is appended; a complete permission
   * is used unchanged. Omitted if a lookup needs no permission.
   */
  readonly permission?: string;
  /** The permission for lookups, if `permission` is complete and does not cover them. Null: none is needed. */
  readonly viewPermission?: string | null;
  /**
   * The reason why the platform cannot delete such an object. Delete only removes the object from the state, and Create
   * adopts an existing object.
   */
  readonly undeletable?: string;
  /** How documents name such objects; omitted if they cannot. */
  readonly named?: NamedAs;
  /** How files in `flows/` declare such objects; omitted if they cannot. */
  readonly declared?: DeclaredAs;
}

/**
 * Identifies a kind of object in tables and in messages for programs. Documents use the same names for the kinds that
 * they can refer to.
 */
export type ObjectKind =
  | ReferenceKind
  | "division"
  | "integration"
  | "ivr"
  | "didPool"
  | "emailDomain"
  | "emailRoute"
  | "dataTableRow"
  | "dataTableRows"
  | "team";

/** How a file declares objects of a kind: `scheduleGroups: {Sales hours: {...}}`. */
interface DeclaredAs {
  readonly kind: ObjectKind;
  /** Root key of the file. */
  readonly key: string;
  /** The property that is the name of an entry. Default: `name`. */
  readonly name?: string;
  /**
   * Properties that a file does not set, because people set them in the organisation or because the file expresses them
   * differently.
   */
  readonly omits?: readonly string[];
}

export type Verb = "add" | "view" | "edit" | "delete";

/** The permission for one operation: `routing:queue:view`. A complete permission is used for all operations. */
export function permissionTo(permission: string, verb: Verb): string {
  return permission.split(":").length > 2 ? permission : `${permission}:${verb}`;
}

/** How documents name objects of a kind, and how the platform lists them. */
interface NamedAs {
  readonly kind: ReferenceKind;
  /** Noun in messages about documents, if it differs from the kind's own. */
  readonly noun?: string;
  /** For a flow: its type, or `any` for the type that the reference requires. */
  readonly flow?: FlowType | "any";
  /** The type in dependency tracking (reference/platform-api.md §5); omitted if the kind is not tracked. */
  readonly objectType?: string;
  /**
   * How to request the next page of the listing. `cursor`: with the cursor in the response's `nextUri`. `query`: with
   * the cursor in the response to a POST request whose body is a query. Default: by page number.
   */
  readonly paging?: "cursor" | "query";
  /** The parameter that filters the listing by name. Default: `name`. */
  readonly nameParameter?: string;
  /** A search by name, for kinds with many objects whose listing cannot be filtered by name. */
  readonly search?: { readonly path: string; readonly fields: readonly string[]; readonly states?: readonly string[] };
  readonly query?: Readonly<Record<string, string>>;
}

/** A kind with one listing of all its objects. */
interface ListedKind extends Kind {
  readonly path: string;
}

/** A kind whose objects a program can create. */
interface MadeKind extends ListedKind {
  readonly permission: string;
  /** Token of the resource type. */
  readonly token: string;
}

/** The kinds that resource types create, and that documents name or numbers need. */
export const madeKinds = {
  queue: {
    noun: "queue",
    path: "/api/v2/routing/queues",
    permission: "routing:queue",
    named: { kind: "queue", objectType: "QUEUE" },
    declared: { kind: "queue", key: "queues", omits: ["members", "ignoreMembers"] },
    token: "genesyscloud:index/routingQueue:RoutingQueue",
  },
  skill: {
    noun: "skill",
    path: "/api/v2/routing/skills",
    permission: "routing:skill:manage",
    viewPermission: "routing:skill:view",
    named: { kind: "skill", objectType: "ACDSKILL" },
    declared: { kind: "skill", key: "skills" },
    token: "genesyscloud:index/routingSkill:RoutingSkill",
  },
  wrapupCode: {
    noun: "wrap-up code",
    path: "/api/v2/routing/wrapupcodes",
    permission: "routing:wrapupCode",
    named: { kind: "wrapupCode", objectType: "ACDWRAPUPCODE" },
    declared: { kind: "wrapupCode", key: "wrapupCodes" },
    token: "genesyscloud:index/routingWrapupcode:RoutingWrapupcode",
  },
  ivr: {
    noun: "IVR",
    path: "/api/v2/architect/ivrs",
    permission: "routing:callRoute",
    token: "genesyscloud:index/architectIvr:ArchitectIvr",
  },
  didPool: {
    noun: "DID pool",
    path: "/api/v2/telephony/providers/edges/didpools",
    permission: "telephony:plugin:all",
    token: "genesyscloud:index/telephonyProvidersEdgesDidPool:TelephonyProvidersEdgesDidPool",
  },
  schedule: {
    noun: "schedule",
    path: "/api/v2/architect/schedules",
    permission: "routing:schedule",
    named: { kind: "schedule", objectType: "SCHEDULE" },
    declared: { kind: "schedule", key: "schedules" },
    token: "genesyscloud:index/architectSchedules:ArchitectSchedules",
  },
  scheduleGroup: {
    noun: "schedule group",
    path: "/api/v2/architect/schedulegroups",
    permission: "routing:scheduleGroup",
    named: { kind: "scheduleGroup", objectType: "SCHEDULEGROUP" },
    declared: { kind: "scheduleGroup", key: "scheduleGroups" },
    token: "genesyscloud:index/architectSchedulegroups:ArchitectSchedulegroups",
  },
  emergencyGroup: {
    noun: "emergency group",
    path: "/api/v2/architect/emergencygroups",
    permission: "routing:emergencyGroup",
    named: { kind: "emergencyGroup", objectType: "EMERGENCYGROUP" },
    declared: { kind: "emergencyGroup", key: "emergencyGroups" },
    token: "genesyscloud:index/architectEmergencygroup:ArchitectEmergencygroup",
  },
  prompt: {
    noun: "prompt",
    path: "/api/v2/architect/prompts",
    permission: "architect:userPrompt",
    named: { kind: "prompt", noun: "user prompt", objectType: "USERPROMPT" },
    declared: { kind: "prompt", key: "prompts" },
    token: "genesyscloud:index/architectUserPrompt:ArchitectUserPrompt",
  },
  dataTable: {
    noun: "data table",
    path: "/api/v2/flows/datatables",
    permission: "architect:datatable",
    named: { kind: "dataTable", objectType: "DATATABLE" },
    declared: { kind: "dataTable", key: "dataTables" },
    token: "genesyscloud:index/architectDatatable:ArchitectDatatable",
  },
  dataAction: {
    noun: "data action",
    path: "/api/v2/integrations/actions",
    permission: "integrations:action",
    named: { kind: "dataAction" },
    declared: { kind: "dataAction", key: "dataActions" },
    token: "genesyscloud:index/integrationAction:IntegrationAction",
  },
  language: {
    noun: "language skill",
    path: "/api/v2/routing/languages",
    permission: "routing:language:manage",
    viewPermission: null,
    named: { kind: "language" },
    declared: { kind: "language", key: "languages" },
    token: "genesyscloud:index/routingLanguage:RoutingLanguage",
  },
  flowOutcome: {
    noun: "flow outcome",
    path: "/api/v2/flows/outcomes",
    permission: "architect:flowOutcome",
    named: { kind: "flowOutcome" },
    declared: { kind: "flowOutcome", key: "flowOutcomes" },
    undeletable: "Genesys Cloud has no request that deletes a flow outcome",
    token: "genesyscloud:index/flowOutcome:FlowOutcome",
  },
  flowMilestone: {
    noun: "flow milestone",
    path: "/api/v2/flows/milestones",
    permission: "architect:flowMilestone",
    named: { kind: "flowMilestone" },
    declared: { kind: "flowMilestone", key: "flowMilestones" },
    token: "genesyscloud:index/flowMilestone:FlowMilestone",
  },
} as const satisfies Readonly<Record<string, MadeKind>>;

/** A data action belongs to an integration. Documents name only the actions. */
export const integration: ListedKind = {
  noun: "integration",
  path: "/api/v2/integrations",
  permission: "integrations:integration",
};

/** Documents do not name divisions. */
export const division = {
  noun: "division",
  path: "/api/v2/authorization/divisions",
  permission: "authorization:division",
} as const satisfies ListedKind;

export const script: ListedKind = {
  noun: "script",
  path: "/api/v2/scripts",
  permission: "scripter:script",
  named: { kind: "script" },
};

function flowNamed(noun: string, named: NamedAs): ListedKind {
  return { noun, path: "/api/v2/flows", permission: "architect:flow", named };
}

/**
 * The kinds that documents name and no resource type creates. Sources: reference/platform-api.openapi.json; from `script` on,
 * which it omits, the paths of the vendor's SDK (purecloud-platform-client-v2 262.0.0: `getScripts`, `getUsers`,
 * `postUsersSearch`, `getGroups`, `postGroupsSearch`, `getRoutingSkillgroups`, `getOutboundContactlists`,
 * `getKnowledgeKnowledgebases`, `getResponsemanagementLibraries`, `postTaskmanagementWorktypesQuery`). The bodies of searches
 * and queries are those of the vendor's Terraform provider (genesyscloud/group, genesyscloud/user,
 * genesyscloud/task_management_worktype).
 *
 * The platform's own prompts are not in the table: every organisation has them, and no source says that the listing uses the
 * names of documents.
 */
export const otherKinds: readonly ListedKind[] = [
  flowNamed("flow", { kind: "flow", flow: "any" }),
  flowNamed("in-queue flow", { kind: "inqueueFlow", flow: "any" }),
  flowNamed("common module", { kind: "commonModule", flow: "commonModule" }),
  flowNamed("bot flow", { kind: "botFlow", flow: "botFlow" }),
  flowNamed("digital bot flow", { kind: "digitalBotFlow", flow: "digitalBot" }),
  script,
  {
    noun: "user",
    path: "/api/v2/users",
    named: {
      kind: "user",
      query: { state: "any" }, // The default is active users only, but a flow may be able to name an inactive user.
      search: { path: "/api/v2/users/search", fields: ["name", "email"], states: ["active", "inactive"] },
    },
  },
  {
    noun: "group",
    path: "/api/v2/groups",
    named: { kind: "group", search: { path: "/api/v2/groups/search", fields: ["name"] } },
  },
  {
    noun: "skill group",
    path: "/api/v2/routing/skillgroups",
    permission: "routing:skillGroup",
    named: { kind: "skillGroup", paging: "cursor" },
  },
  {
    noun: "contact list",
    path: "/api/v2/outbound/contactlists",
    permission: "outbound:contactList",
    named: { kind: "contactList" },
  },
  {
    noun: "knowledge base",
    path: "/api/v2/knowledge/knowledgebases",
    permission: "knowledge:knowledgebase",
    named: { kind: "knowledgeBase", paging: "cursor" },
  },
  {
    noun: "response library",
    path: "/api/v2/responsemanagement/libraries",
    permission: "responses:library",
    named: { kind: "responseLibrary", nameParameter: "libraryPrefix" },
  },
  {
    noun: "worktype",
    path: "/api/v2/taskmanagement/worktypes/query",
    permission: "workitems:worktype",
    named: { kind: "worktype", paging: "query" },
  },
];

/** `a queue`, `an IVR`: a kind's noun with its article. A `u` counts as a consonant, as in "user". */
export function withArticle(noun: string): string {
  return `${/^[aeio]/i.test(noun) ? "an" : "a"} ${noun}`;
}

/** A kind of object that documents can refer to, and the platform's listing of its names. */
interface NamedKind extends Omit<NamedAs, "kind"> {
  readonly noun: string;
  readonly path: string;
  /** Token of the resource type that creates such objects. */
  readonly madeBy?: string;
}

const namedKinds: ReadonlyMap<ReferenceKind, NamedKind> = new Map(
  [...Object.values(madeKinds), ...otherKinds].flatMap(
    (row: Kind & { readonly path: string; readonly token?: string }) => {
      if (!row.named) return [];
      const { kind, ...named } = row.named;
      return [[kind, { noun: row.noun, path: row.path, ...(row.token && { madeBy: row.token }), ...named }] as const];
    },
  ),
);

const otherNouns: Readonly<Partial<Record<ReferenceKind, string>>> = { systemPrompt: "system prompt" };

export function nounOf(kind: ReferenceKind): string {
  return namedKinds.get(kind)?.noun ?? otherNouns[kind] ?? kind;
}

/** How objects of a kind are looked up; undefined if the platform has no listing for the kind. */
export function namedKind(kind: ReferenceKind): NamedKind | undefined {
  return namedKinds.get(kind);
}

/** The kind of the objects that a resource type creates, by its token; undefined if documents do not name them. */
export function kindMadeBy(token: string): ReferenceKind | undefined {
  return [...namedKinds].find(([, { madeBy }]) => madeBy === token)?.[0];
}

/** A listing at one path; for flows, limited to a type if it is known. */
export interface Listing extends Pick<NamedKind, "path" | "paging" | "nameParameter" | "search"> {
  readonly flowType?: FlowType | undefined;
  readonly query: Readonly<Record<string, string>>;
}

/** The listing that contains the object of a reference. */
export function listingOf({ flow, query, ...source }: NamedKind, reference: ArchyReference): Listing {
  const flowType = flow === "any" ? reference.flowType : flow;
  return { ...source, flowType, query: { ...query, ...(flowType && { type: flowTypes[flowType].query }) } };
}

export function namesFlow({ kind }: Pick<ArchyReference, "kind">): boolean {
  return namedKinds.get(kind)?.flow !== undefined;
}

export function namesFlowOfType(
  { kind, flowType }: Pick<ArchyReference, "kind" | "flowType">,
  type: FlowType,
): boolean {
  const flow = namedKinds.get(kind)?.flow;
  return flow === type || (flow === "any" && (flowType === undefined || flowType === type));
}

export const flowKinds: readonly ReferenceKind[] = [...namedKinds].flatMap(([kind, { flow }]) =>
  flow === undefined ? [] : [kind],
);
