import { type ArchyReference, type FlowType, flowTypes, type ReferenceKind } from "@genesys-flows/architect";
import { tokenOf } from "../../schema/types.ts";

/** What a document can name, and which listing of the platform has the names. */
export interface NamedKind {
  /** How messages call it. */
  readonly noun: string;
  readonly path: string;
  /** Token of the resource that makes such things. */
  readonly madeBy?: string;
  /** It is a flow: of this type, or of whatever type the reference asks for. */
  readonly flow?: FlowType | "any";
}

/**
 * The kinds whose names are looked up. Left out are those that no listing of the platform's description has (scripts, users,
 * groups, contact lists, knowledge bases, worktypes), and the platform's own prompts.
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
};

/** Undefined for what is not looked up. */
export function namedKind(kind: ReferenceKind): NamedKind | undefined {
  return namedKinds[kind];
}

/** A listing of one path; of flows: those of one type, where it is known. */
export interface Listing {
  readonly path: string;
  readonly flowType?: FlowType | undefined;
  readonly query: Readonly<Record<string, string>>;
}

/** The listing that has what a document names. */
export function listingOf({ path, flow }: NamedKind, reference: ArchyReference): Listing {
  const flowType = flow === "any" ? reference.flowType : flow;
  return { path, flowType, query: flowType ? { type: flowTypes[flowType].query } : {} };
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
