import type { Scalar } from "../archy/placeholders.ts";
import type { ArchyMap, ArchyPath, ArchyValue, FlowType } from "../archy/types.ts";
import type { Diagnostic, Location } from "../diagnostic.ts";
import type { NodeId } from "../graph/types.ts";
import type { EmailAddress } from "../settings/email-address.ts";
import type { DefinitionSettings } from "../settings/flow.ts";

/** Per-environment values by name, or `keep` to leave every `${name}` unchanged. */
export type Values = Readonly<Record<string, Scalar>> | "keep";

export interface FlowVariableDefinition {
  /** Architect data type: `string`, `integer`, `boolean`, `stringCollection`, `queue`, ... */
  readonly type: string;
  /** Plain value or `=expression`; omitted if the variable has no initial value. */
  readonly default?: ArchyValue;
  readonly description?: string;
  /** Whether the value is set when the flow starts, for example by the trigger of a workflow. */
  readonly input?: boolean;
  /** Whether the value can be read after the flow ends. */
  readonly output?: boolean;
}

export interface ValueDefinition {
  readonly type: "string" | "integer" | "number" | "boolean";
  readonly default?: Scalar;
  readonly description?: string;
}

/** One node: one action, its transitions and, for a module call, inputs and outputs. */
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
  /** Display name in Architect; default: the id. */
  readonly name?: string;
  readonly note?: string;
}

/** A task that nodes call: its nodes, whose transitions remain within the task, and the output paths of a call. */
export interface TaskDefinition {
  /** Display name in Architect; default: the key. */
  readonly name?: string;
  readonly description?: string;
  readonly start?: NodeId;
  /** Names of the output paths, besides `default`, which always exists. */
  readonly paths: readonly string[];
  readonly nodes: readonly NodeId[];
}

/** The parts of a flow file that could not be read because of reported errors. */
export interface Unread {
  /** Top-level keys, such as `inputs`, with incomplete content. */
  readonly keys: ReadonlySet<string>;
  readonly nodes: ReadonlySet<NodeId>;
}

/**
 * A flow file, checked and typed, with values substituted. Unlike in a graph, names and targets are not resolved yet.
 */
export interface FlowDefinition {
  readonly file: string;
  readonly type: FlowType;
  readonly name: string;
  readonly description?: string;
  readonly division?: string;
  /** Language tag, `en-us` unless the file sets a different one. */
  readonly language: string;
  readonly voice?: string;
  readonly greeting?: ArchyValue;
  /** Phone numbers (E.164) that route to the flow. */
  readonly numbers: readonly string[];
  /** Inbound e-mail flows: the addresses that route to the flow. */
  readonly emailAddresses: readonly EmailAddress[];
  /** Modules: the flow types that may call the module. */
  readonly channels: readonly FlowType[];
  readonly inputs: Readonly<Record<string, FlowVariableDefinition>>;
  readonly outputs: Readonly<Record<string, FlowVariableDefinition>>;
  /**
   * Modules: the named outcomes. Default: `completed`. The outcome `error`, which always exists, is not included. Empty
   * for `outcomes: none`.
   */
  readonly outcomes: readonly string[];
  readonly variables: Readonly<Record<string, FlowVariableDefinition>>;
  readonly values: Readonly<Record<string, ValueDefinition>>;
  readonly onFault?: {
    readonly say?: ArchyValue;
    /** `disconnect` (`end` in flows without a conversation), a queue, or Archy's own `errorHandling`. */
    readonly then: "disconnect" | "end" | { readonly queue: string } | { readonly archy: ArchyMap };
  };
  readonly settings: ArchyMap;
  /** Outbound call flows: the contact list and the wrap-up code of the campaign. */
  readonly contactList?: string;
  readonly wrapupCode?: string;
  readonly worktype?: string;
  readonly formerly: readonly string[];
  /** The stacks that the flow belongs to; omitted if the flow belongs to all stacks. */
  readonly stacks?: readonly string[];
  /** The flow's settings from the file, such as `pin`. */
  readonly given: DefinitionSettings;
  readonly start?: NodeId;
  /** In-queue e-mail and message flows: the first node of the part that repeats while the conversation waits. */
  readonly periodic?: NodeId;
  /** All nodes, including nodes of tasks and of used fragments. */
  readonly nodes: readonly NodeDefinition[];
  readonly tasks: Readonly<Record<string, TaskDefinition>>;
  /** The parts that could not be read because of errors; omitted if there are no errors. */
  readonly unread?: Unread;
  /** The values that replaced `${name}`. */
  readonly filledIn: readonly Scalar[];
  /** For a TypeScript definition that declares values: its source, in which a stack's values are substituted. */
  readonly written?: WrittenDefinition;
  /**
   * The location of a value in the file or, with `at: "key"`, of its key. If the path does not exist, the location of
   * the nearest ancestor.
   */
  locate(path: ArchyPath, at?: "key" | "value"): Location;
}

/** A declared per-environment value of a definition, with the valid parts of its declaration. */
export interface DeclaredValue {
  readonly location: Location;
  readonly type?: ValueDefinition["type"];
  readonly default?: Scalar;
}

/** A definition before its values are substituted, in YAML or in TypeScript. */
export interface WrittenDefinition {
  readonly file: string;
  /** The data of the definition, which does not depend on the stack. */
  readonly data: ArchyValue;
  readonly declaredValues: ReadonlyMap<string, DeclaredValue>;
  /**
   * Substitutes the values.
   * @param o.open missing values that are already known; they remain as `${name}`, and the consequences are not
   *   reported
   */
  fill(values: Values, o?: { open?: readonly string[] }): FilledDefinition;
}

export interface FilledDefinition {
  /** A definition with errors has `unread` and can be used only for checks. Undefined if the file has no flow type. */
  readonly definition?: FlowDefinition;
  readonly findings: readonly Diagnostic[];
  /** Whether a finding in the file is only a consequence of a missing value. */
  followsFromOpen(finding: Diagnostic): boolean;
}
