import { createHash } from "node:crypto";
import type { FlowType, ModuleContract } from "@genesys-flows/architect";
import type { FlowTests, ProjectFlow } from "./project-subject.ts";

/** A fact that could not be read, and why: a sentence. */
export interface UnknownFact {
  readonly unknown: string;
}

/** What an update will do to one flow. */
export interface FlowChange {
  /** Key of the flow. */
  readonly key: string;
  /** Name in Architect, after the update. */
  readonly name: string;
  readonly type: FlowType;
  /** Undefined for a flow that leaves the stack. */
  readonly flow?: ProjectFlow | undefined;
  /** What happens to the flow in the organisation. */
  readonly operation: "create" | "update" | "delete";
  /** The document itself changes, its name included; false for a caller that is republished for a module. */
  readonly ownChange: boolean;
  /** Ids of the nodes that it adds or changes, as their authors wrote them. Undefined where all are new, or it is not known. */
  readonly nodes?: readonly string[] | undefined;
  /** Keys of the modules whose new version it takes. */
  readonly takes: readonly string[];
  /** Of a module that exists and changes: the interface that is deployed now. Undefined where none is published. */
  readonly deployed?: ModuleContract | UnknownFact | undefined;
  /** Of a module that changes: the interface after the update. */
  readonly next?: ModuleContract | undefined;
  /** Of a module that exists and changes: flows outside of the stack that hold a version of it. */
  readonly callersOutside?: readonly OutsideCaller[] | UnknownFact | undefined;
}

/** A flow outside of the stack that calls a module of it. */
export interface OutsideCaller {
  readonly id: string;
  readonly name: string;
  /** As dependency tracking names it: `INBOUNDCALLFLOW`. */
  readonly type: string;
}

/** What an update will do, as the preview found. */
export interface ChangeSubject {
  /** Name of the stack. */
  readonly stack: string;
  /** The flows that the update creates, changes or deletes. */
  readonly flows: readonly FlowChange[];
  /** Every flow of the stack, changed or not. */
  readonly project: readonly ProjectFlow[];
  /** Keys of the modules that the program registered with Pulumi's `protect`. */
  readonly protected: ReadonlySet<string>;
  /** Number -> key of the flow that it leads to before the update, of numbers that will not lead there any more. */
  readonly movedNumbers: ReadonlyMap<string, string>;
  /** The same of e-mail addresses. */
  readonly movedAddresses: ReadonlyMap<string, string>;
  /** Short digest of what the update publishes and deletes; the same change has the same digest in every run. */
  readonly digest: string;
  /** Digests of changes that the stack's configuration acknowledges. */
  readonly acknowledged: readonly string[];
  /** What conversation tests take of each flow, by its key. Undefined where no rule asks for it. */
  readonly tests?: ReadonlyMap<string, FlowTests> | undefined;
}

export function isUnknown<Fact extends object>(fact: Fact | UnknownFact | undefined): fact is UnknownFact {
  return fact !== undefined && "unknown" in fact;
}

/** What an update does to one flow, as far as it tells one change from another. */
export interface DigestedChange {
  readonly key: string;
  readonly operation: string;
  /** Digest of the document that is published, or of what is deleted. */
  readonly digest: string;
  /** Key of each module whose new version the flow takes -> digest of that module. */
  readonly takes: Readonly<Record<string, string>>;
}

const LENGTH = 12;

/**
 * 12 hex digits that identify a change: what is published and deleted, and which numbers and e-mail addresses move. Times, versions and the order in
 * which the engine goes through the flows do not matter, so each run of the same change has the same digest.
 */
export function changeDigest(
  flows: readonly DigestedChange[],
  movedNumbers: ReadonlyMap<string, string>,
  movedAddresses: ReadonlyMap<string, string> = new Map(),
): string {
  const lines = [
    ...flows.map(({ key, operation, digest, takes }) =>
      JSON.stringify(["flow", key, operation, digest, Object.entries(takes).sort(byFirst)]),
    ),
    ...[...movedNumbers].map(([number, from]) => JSON.stringify(["number", number, from])),
    ...[...movedAddresses].map(([address, from]) => JSON.stringify(["address", address, from])),
  ];
  return createHash("sha256").update(lines.sort().join("\n")).digest("hex").slice(0, LENGTH);
}

function byFirst([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}
