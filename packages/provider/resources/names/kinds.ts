import { type ArchyReference, type FlowType, flowTypes, type ReferenceKind } from "@genesys-flows/architect";
import { tokenOf } from "../../engine/property-specs.ts";

/** Where the names of a kind are found. */
interface NameSource {
  readonly path: string;
  /**
   * How its pages follow one another: by number, by the cursor in the answer's `nextUri`, or by the cursor in the answer of a
   * POST whose body is a query. By number unless given.
   */
  readonly paging?: "cursor" | "query";
  /** The parameter by which it is narrowed to a name; `name` unless given. */
  readonly nameParameter?: string;
  /** Where names are asked for when there are too many to list, and the listing takes no name. */
  readonly search?: { readonly path: string; readonly fields: readonly string[]; readonly states?: readonly string[] };
  readonly query?: Readonly<Record<string, string>>;
}

/** What a document can name, and which listing of the platform has the names. */
export interface NamedKind extends NameSource {
  /** How messages call it. */
  readonly noun: string;
  /** Token of the resource that makes such things. */
  readonly madeBy?: string;
  /** It is a flow: of this type, or of whatever type the reference asks for. */
  readonly flow?: FlowType | "any";
}

/**
 * The kinds whose names are looked up: by reference/platform-api.openapi.json, and from `script` on, which it leaves out, by
 * the paths of the vendor's SDK (purecloud-platform-client-v2 262.0.0: `getScripts`, `getUsers`, `postUsersSearch`,
 * `getGroups`, `postGroupsSearch`, `getRoutingSkillgroups`, `getOutboundContactlists`, `getKnowledgeKnowledgebases`,
 * `getResponsemanagementLibraries`, `postTaskmanagementWorktypesQuery`). The bodies of searches and queries are those that the
 * vendor's Terraform provider sends (genesyscloud/group, genesyscloud/user, genesyscloud/task_management_worktype).
 *
 * The platform's own prompts are left out: every organisation has them, and that the listing calls them as documents do has
 * no source.
 */
const namedKinds: Readonly<Partial<Record<ReferenceKind, NamedKind>>> = {
  queue: { noun: "queue", path: "/api/v2/routing/queues", madeBy: tokenOf("routingQueue", "RoutingQueue") },
  flow: { noun: "flow", path: "/api/v2/flows", flow: "any" },
  inqueueFlow: { noun: "in-queue flow", path: "/api/v2/flows", flow: "any" },
  commonModule: { noun: "common module", path: "/api/v2/flows", flow: "commonModule" },
  botFlow: { noun: "bot flow", path: "/api/v2/flows", flow: "botFlow" },
  digitalBotFlow: { noun: "digital bot flow", path: "/api/v2/flows", flow: "digitalBot" },
  dataAction: { noun: "data action", path: "/api/v2/integrations/actions" },
  dataTable: {
    noun: "data table",
    path: "/api/v2/flows/datatables",
    madeBy: tokenOf("architectDatatable", "ArchitectDatatable"),
  },
  prompt: {
    noun: "user prompt",
    path: "/api/v2/architect/prompts",
    madeBy: tokenOf("architectUserPrompt", "ArchitectUserPrompt"),
  },
  schedule: {
    noun: "schedule",
    path: "/api/v2/architect/schedules",
    madeBy: tokenOf("architectSchedules", "ArchitectSchedules"),
  },
  scheduleGroup: {
    noun: "schedule group",
    path: "/api/v2/architect/schedulegroups",
    madeBy: tokenOf("architectSchedulegroups", "ArchitectSchedulegroups"),
  },
  emergencyGroup: {
    noun: "emergency group",
    path: "/api/v2/architect/emergencygroups",
    madeBy: tokenOf("architectEmergencygroup", "ArchitectEmergencygroup"),
  },
  skill: { noun: "skill", path: "/api/v2/routing/skills", madeBy: tokenOf("routingSkill", "RoutingSkill") },
  language: { noun: "language skill", path: "/api/v2/routing/languages" },
  wrapupCode: {
    noun: "wrap-up code",
    path: "/api/v2/routing/wrapupcodes",
    madeBy: tokenOf("routingWrapupcode", "RoutingWrapupcode"),
  },
  flowOutcome: { noun: "flow outcome", path: "/api/v2/flows/outcomes" },
  flowMilestone: { noun: "flow milestone", path: "/api/v2/flows/milestones" },
  script: { noun: "script", path: "/api/v2/scripts" },
  user: {
    noun: "user",
    path: "/api/v2/users",
    query: { state: "any" }, // without it active ones alone; that a flow cannot name an inactive one has no source
    search: { path: "/api/v2/users/search", fields: ["name", "email"], states: ["active", "inactive"] },
  },
  group: {
    noun: "group",
    path: "/api/v2/groups",
    search: { path: "/api/v2/groups/search", fields: ["name"] },
  },
  skillGroup: { noun: "skill group", path: "/api/v2/routing/skillgroups", paging: "cursor" },
  contactList: { noun: "contact list", path: "/api/v2/outbound/contactlists" },
  knowledgeBase: { noun: "knowledge base", path: "/api/v2/knowledge/knowledgebases", paging: "cursor" },
  responseLibrary: {
    noun: "response library",
    path: "/api/v2/responsemanagement/libraries",
    nameParameter: "libraryPrefix",
  },
  worktype: { noun: "worktype", path: "/api/v2/taskmanagement/worktypes/query", paging: "query" },
};

/** How messages call kinds that are not looked up. */
const otherNouns: Readonly<Partial<Record<ReferenceKind, string>>> = { systemPrompt: "system prompt" };

/** How messages call a kind. */
export function nounOf(kind: ReferenceKind): string {
  return namedKinds[kind]?.noun ?? otherNouns[kind] ?? kind;
}

/** Undefined for what is not looked up. */
export function namedKind(kind: ReferenceKind): NamedKind | undefined {
  return namedKinds[kind];
}

/** A listing of one path; of flows: those of one type, where it is known. */
export interface Listing extends Omit<NameSource, "query"> {
  readonly flowType?: FlowType | undefined;
  readonly query: Readonly<Record<string, string>>;
}

/** The listing that has what a document names. */
export function listingOf({ flow, query, ...source }: NamedKind, reference: ArchyReference): Listing {
  const flowType = flow === "any" ? reference.flowType : flow;
  return { ...source, flowType, query: { ...query, ...(flowType && { type: flowTypes[flowType].query }) } };
}

/** Whether a reference names a flow. */
export function namesFlow({ kind }: Pick<ArchyReference, "kind">): boolean {
  return namedKinds[kind]?.flow !== undefined;
}

/** Whether a reference of this kind can name a flow of that type. */
export function namesFlowOfType(
  { kind, flowType }: Pick<ArchyReference, "kind" | "flowType">,
  type: FlowType,
): boolean {
  const flow = namedKinds[kind]?.flow;
  return flow === type || (flow === "any" && (flowType === undefined || flowType === type));
}

/** The kinds of references that name flows. */
export const flowKinds: readonly ReferenceKind[] = Object.entries(namedKinds).flatMap(([kind, { flow }]) =>
  flow === undefined ? [] : [kind as ReferenceKind],
);

/** The kind of what a resource type makes, for documents that name it. @param token of the resource's type */
export function kindMadeBy(token: string): ReferenceKind | undefined {
  const found = Object.entries(namedKinds).find(([, { madeBy }]) => madeBy === token);
  return found?.[0] as ReferenceKind | undefined;
}
