import { type ArchyReference, type FlowType, flowTypes, type ReferenceKind } from "@genesys-flows/architect";
import type { Kind, NamedAs } from "../kind.ts";
import { plainResources } from "../kinds.ts";
import { otherKinds } from "../other-kinds.ts";

/** What a document can name, and which listing of the platform has the names. */
export interface NamedKind extends Omit<NamedAs, "kind"> {
  /** How messages call it. */
  readonly noun: string;
  readonly path: string;
  /** Token of the resource that makes such things. */
  readonly madeBy?: string;
}

/** The kinds whose names are looked up. */
const namedKinds: ReadonlyMap<ReferenceKind, NamedKind> = new Map(
  [...plainResources, ...otherKinds].flatMap((row: Kind & { readonly token?: string }) => {
    if (!row.named) return [];
    if (typeof row.path !== "string") throw new Error(`Documents name a ${row.noun}, which no one listing has.`);
    const { kind, ...named } = row.named;
    return [[kind, { noun: row.noun, path: row.path, ...(row.token && { madeBy: row.token }), ...named }] as const];
  }),
);

/** How messages call kinds that are not looked up. */
const otherNouns: Readonly<Partial<Record<ReferenceKind, string>>> = { systemPrompt: "system prompt" };

/** How messages call a kind. */
export function nounOf(kind: ReferenceKind): string {
  return namedKinds.get(kind)?.noun ?? otherNouns[kind] ?? kind;
}

/** Undefined for what is not looked up. */
export function namedKind(kind: ReferenceKind): NamedKind | undefined {
  return namedKinds.get(kind);
}

/** A listing of one path; of flows: those of one type, where it is known. */
export interface Listing extends Pick<NamedKind, "path" | "paging" | "nameParameter" | "search"> {
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
  return namedKinds.get(kind)?.flow !== undefined;
}

/** Whether a reference of this kind can name a flow of that type. */
export function namesFlowOfType(
  { kind, flowType }: Pick<ArchyReference, "kind" | "flowType">,
  type: FlowType,
): boolean {
  const flow = namedKinds.get(kind)?.flow;
  return flow === type || (flow === "any" && (flowType === undefined || flowType === type));
}

/** The kinds of references that name flows. */
export const flowKinds: readonly ReferenceKind[] = [...namedKinds].flatMap(([kind, { flow }]) =>
  flow === undefined ? [] : [kind],
);
