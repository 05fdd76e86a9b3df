import { createHash } from "node:crypto";
import type { FlowType, ModuleContract } from "@genesys-flows/architect";
import type { FlowTests, ProjectFlow } from "./project-subject.ts";

/** The reason why a fact could not be read, as a sentence. */
export interface UnknownFact {
  readonly unknown: string;
}

/** The effect of an update on one flow. */
export interface FlowChange {
  /** Key of the flow. */
  readonly key: string;
  /** Name in Architect, after the update. */
  readonly name: string;
  readonly type: FlowType;
  /** Undefined if the update removes the flow from the stack. */
  readonly flow?: ProjectFlow | undefined;
  /** What happens to the flow in the organisation. */
  readonly operation: "create" | "update" | "delete";
  /** Whether the document or its name changes. False for a caller that is republished because of a module. */
  readonly ownChange: boolean;
  /**
   * Source IDs of the nodes that the update adds or changes. Undefined if all nodes are new, or if the IDs are unknown.
   */
  readonly nodes?: readonly string[] | undefined;
  /** Keys of the modules whose new version the flow will hold. */
  readonly takes: readonly string[];
  /** For an existing module that changes: the currently deployed interface. Undefined if no version is published. */
  readonly deployed?: ModuleContract | UnknownFact | undefined;
  /** For a module that changes: the interface after the update. */
  readonly next?: ModuleContract | undefined;
  /** For an existing module that changes: flows outside the stack that hold a version of it. */
  readonly callersOutside?: readonly OutsideCaller[] | UnknownFact | undefined;
}

/** A flow outside the stack that calls one of its modules. */
export interface OutsideCaller {
  readonly id: string;
  readonly name: string;
  /** Type in dependency tracking: `INBOUNDCALLFLOW`. */
  readonly type: string;
}

/** The effect of an update, as found by the preview. */
export interface ChangeSubject {
  /** Name of the stack. */
  readonly stack: string;
  /** The flows that the update creates, changes or deletes. */
  readonly flows: readonly FlowChange[];
  /** Every flow of the stack, changed or not. */
  readonly project: readonly ProjectFlow[];
  /** Keys of the modules that the program registered with Pulumi's `protect`. */
  readonly protected: ReadonlySet<string>;
  /**
   * Number -> key of the flow that the number routes to before the update. Only numbers that no longer route there
   * afterwards.
   */
  readonly movedNumbers: ReadonlyMap<string, string>;
  /** Like `movedNumbers`, for e-mail addresses. */
  readonly movedAddresses: ReadonlyMap<string, string>;
  /**
   * Short digest of everything that the update publishes and deletes; the same change has the same digest in every run.
   */
  readonly digest: string;
  /** Digests of changes that the stack's configuration acknowledges. */
  readonly acknowledged: readonly string[];
  /** Coverage of each flow by conversation tests, by key. Undefined if no rule requires it. */
  readonly tests?: ReadonlyMap<string, FlowTests> | undefined;
}

export function isUnknown<Fact extends object>(fact: Fact | UnknownFact | undefined): fact is UnknownFact {
  return fact !== undefined && "unknown" in fact;
}

/** The facts about one flow that the digest of a change covers. */
export interface DigestedChange {
  readonly key: string;
  readonly operation: string;
  /** Digest of the published or deleted document. */
  readonly digest: string;
  /** Key of each module whose new version the flow will hold -> digest of that module. */
  readonly takes: Readonly<Record<string, string>>;
}

const LENGTH = 12;

/**
 * The digest of a change, 12 hex digits. It covers everything that is published and deleted, and the numbers and e-mail
 * addresses that move. Times, versions and the engine's processing order do not affect the digest, so every run of the
 * change has the same digest.
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
