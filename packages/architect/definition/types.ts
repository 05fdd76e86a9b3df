import type { ArchyMap, ArchyPath, ArchyValue, FlowType } from "../archy/types.ts";
import type { Location } from "../diagnostic.ts";
import type { NodeId } from "../graph/types.ts";

/** A value from stack config: what `${name}` stands for. */
export type Scalar = string | number | boolean;

export interface FlowVariableDefinition {
  /** Architect data type: `string`, `integer`, `boolean`, `stringCollection`, `queue`, ... */
  readonly type: string;
  /** Plain value or `=expression`; absent means no value. */
  readonly default?: ArchyValue;
  readonly description?: string;
  /** Whether who starts the flow gives it a value, as a trigger does a workflow. */
  readonly input?: boolean;
  /** Whether who started the flow may read it afterwards. */
  readonly output?: boolean;
}

/** A per-environment value that the file declares and stack config may set. */
export interface ValueDefinition {
  readonly type: "string" | "integer" | "number" | "boolean";
  readonly default?: Scalar;
  readonly description?: string;
}

export interface FaultDefinition {
  readonly say?: ArchyValue;
  /** `disconnect`; in flows without a conversation `end`; a queue; or Archy's own `errorHandling`. */
  readonly then: "disconnect" | "end" | { readonly queue: string } | { readonly archy: ArchyMap };
}

/** One node: one action, its output paths, and for a module call what goes in and out. */
export interface NodeDefinition {
  readonly id: NodeId;
  /** Archy action key, `callModule` or `end`. */
  readonly action: string;
  readonly body: ArchyValue;
  readonly inputs: Readonly<Record<string, ArchyValue>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** Output path -> node id. */
  readonly on: Readonly<Record<string, NodeId>>;
  readonly then?: NodeId;
  /** Display name in Architect; the id when absent. */
  readonly name?: string;
  readonly note?: string;
}

/** A task that nodes call: nodes of its own, which lead to each other only, and the output paths of a call. */
export interface TaskDefinition {
  /** Display name in Architect; the key when absent. */
  readonly name?: string;
  readonly description?: string;
  readonly start?: NodeId;
  /** Names of the output paths, beside `default`, which always exists. */
  readonly paths: readonly string[];
  readonly nodes: readonly NodeId[];
}

/** What of a flow file could not be read because of mistakes, which are reported. */
export interface Unread {
  /** Keys of the file, such as `inputs`: what is below them is not complete. */
  readonly keys: ReadonlySet<string>;
  readonly nodes: ReadonlySet<NodeId>;
}

/** A flow file, checked and typed, its values filled in. Not yet a graph: names and targets are unresolved. */
export interface FlowDefinition {
  readonly file: string;
  readonly type: FlowType;
  readonly name: string;
  readonly description?: string;
  readonly division?: string;
  /** Language tag, `en-us` unless the file says otherwise. */
  readonly language: string;
  /** Text-to-speech voice of the default engine. */
  readonly voice?: string;
  readonly greeting?: ArchyValue;
  /** Numbers (E.164) at which the flow answers. */
  readonly numbers: readonly string[];
  /** Modules: the flow types that may call it. */
  readonly channels: readonly FlowType[];
  readonly inputs: Readonly<Record<string, FlowVariableDefinition>>;
  readonly outputs: Readonly<Record<string, FlowVariableDefinition>>;
  /** Modules: named outcomes, `completed` unless the file says otherwise; without `error`, which always exists. Empty: it tells no outcome. */
  readonly outcomes: readonly string[];
  readonly variables: Readonly<Record<string, FlowVariableDefinition>>;
  readonly values: Readonly<Record<string, ValueDefinition>>;
  readonly onFault?: FaultDefinition;
  /** Archy settings that pass through as they are. */
  readonly settings: ArchyMap;
  /** Outbound call flows: the contact list and the wrap-up code of the campaign. */
  readonly contactList?: string;
  readonly wrapupCode?: string;
  /** Work item flows. */
  readonly worktype?: string;
  /** Earlier keys of this flow. */
  readonly formerly: readonly string[];
  readonly pin: boolean;
  readonly start?: NodeId;
  /** In-queue e-mail and message flows: the first node of what is repeated while the conversation waits. */
  readonly periodic?: NodeId;
  /** All nodes, those of tasks and of used fragments included. */
  readonly nodes: readonly NodeDefinition[];
  readonly tasks: Readonly<Record<string, TaskDefinition>>;
  /** What of the file could not be read because of mistakes; absent when everything could. */
  readonly unread?: Unread;
  /** What was filled in where the file says `${name}`. */
  readonly filledIn: readonly Scalar[];
  /** Of a TypeScript definition that declares values: the same with the values of a stack filled in. */
  readonly withValues?: (values: Readonly<Record<string, Scalar>>) => FlowDefinition;
  /** Of the same: what was written, for the digest of the source. */
  readonly written?: ArchyMap;
  /** Where a value of the file stands; its key with `at: "key"`. The nearest ancestor when the path is not there. */
  locate(path: ArchyPath, at?: "key" | "value"): Location;
}
