import type {
  ArchyDocument,
  ArchyReference,
  Diagnostic,
  FlowGraph,
  FlowType,
  ModuleContract,
  OutcomeContract,
  Scalar,
  SourceMapEntry,
} from "@genesys-flows/architect";
import type { FlowSettings } from "@genesys-flows/architect/settings";
import type { QueueSpec } from "./reading/queues.ts";
import type { FlowElsewhere } from "./stack/entries.ts";

/** A reference that another flow of the project provides. */
export interface FlowLink {
  readonly kind: ArchyReference["kind"];
  /** The name in the document. */
  readonly name: string;
  readonly key: string;
}

/** A module call, for the policy pack. */
export interface CallRecord {
  readonly node: string;
  /** Archy path of the call: `/inboundCall/tasks/task[x]/actions[2]`. */
  readonly path: string;
  /** Display name of the module. */
  readonly module: string;
  /** Absent for a module that is not of this project, or that declared none. */
  readonly outcome?: OutcomeContract;
}

/** One flow of the project, checked and ready to be published. */
export interface FlowUnit {
  /** Names the flow in this project, with any display name in Architect (design §3, "Identity"). */
  readonly key: string;
  /** Path of the source file, relative to the project, with `/`. */
  readonly file: string;
  readonly origin: "definition" | "export";
  readonly type: FlowType;
  /** Display name in Architect. */
  readonly name: string;
  readonly graph: FlowGraph;
  /** What is published: compiled for a definition, the substituted text itself for an export. */
  readonly document: ArchyDocument;
  /** sha256 hex over the document's normal form. */
  readonly digest: string;
  /** The same before per-environment values are filled in; equal in every stack. */
  readonly sourceDigest: string;
  readonly sourceMap: readonly SourceMapEntry[];
  /** The module calls of the document, in its order. */
  readonly calls: readonly CallRecord[];
  /** The content of the compiled document's sidecar. */
  readonly sidecar: string;
  /** The values of the stack that were filled in: where a definition says `${name}`, an export `{{name}}`. */
  readonly filledIn?: readonly Scalar[];
  /** Keys of this project's modules that it calls, in order of first call. */
  readonly modules: readonly string[];
  /** Every object that the document names. */
  readonly references: readonly ArchyReference[];
  /** Those references that lead to other flows of this project (modules apart). */
  readonly leadsTo: readonly FlowLink[];
  /** What callers may rely on; of modules only. */
  readonly contract?: ModuleContract;
  /** E.164 numbers that lead to this flow. */
  readonly numbers: readonly string[];
  /** The place of each number: in the definition, or in the options of an export. */
  readonly numberPlaces: Readonly<Record<string, { readonly file: string; readonly line: number }>>;
  /** Earlier keys of this flow. */
  readonly formerly: readonly string[];
  /** As the stack, its file or its options give them, with their defaults. */
  readonly settings: FlowSettings;
  readonly division?: string;
  /** True where a flow that it transfers to can only be created after it. */
  readonly createStubs: boolean;
  /** Keys of the other flows of its transfer cycle; edges to them are left out of the plan. */
  readonly inCycleWith: readonly string[];
  /** What cannot be checked offline. */
  readonly notes: readonly Diagnostic[];
}

/** Everything under `flows/`, resolved against one stack's values. */
export interface FlowProject {
  /** Absolute path of the project; never part of anything that reaches a state. */
  readonly root: string;
  /** Topological: what is called or transferred to comes first. */
  readonly flows: readonly FlowUnit[];
  /** Flows that this stack does not have (`stacks`). */
  readonly elsewhere: readonly FlowElsewhere[];
  /** Queues that the stack creates, by display name. */
  readonly queues: Readonly<Record<string, QueueSpec>>;
  /**
   * Objects that flows name and the stack does not manage, as `kind:name`, such as `queue:Sales`: the stack config's
   * `genesys-flows:external`.
   */
  readonly external: readonly string[];
  /** Name of the file of levels by which the stack enforces rules: the stack config's `genesys-flows:policyLevels`. */
  readonly policyLevels?: string;
  /** Digests of large changes that the stack's configuration acknowledges. */
  readonly acknowledgedChanges: readonly string[];
  readonly warnings: readonly Diagnostic[];
  /** Which flow calls which module and leads to which flow and queue, as a Mermaid diagram. */
  topology(): string;
}
