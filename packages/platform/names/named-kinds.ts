import type { ArchyReference, FlowType, ReferenceKind } from "@genesys-flows/architect";
import { flowTypes } from "@genesys-flows/architect/flow-types";
import { type Kind, madeKinds, type NamedAs, otherKinds } from "./kinds.ts";

/** A kind of object that documents can name, and the platform's listing of its names. */
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

/** Undefined for a kind that is not looked up. */
export function namedKind(kind: ReferenceKind): NamedKind | undefined {
  return namedKinds.get(kind);
}

/** A listing of one path; for flows, of one type when it is known. */
export interface Listing extends Pick<NamedKind, "path" | "paging" | "nameParameter" | "search"> {
  readonly flowType?: FlowType | undefined;
  readonly query: Readonly<Record<string, string>>;
}

/** The listing that has the object of a reference. */
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
