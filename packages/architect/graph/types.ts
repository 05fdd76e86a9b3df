import type { ArchyMap, ArchyPath, ArchyValue, FlowType } from "../archy/types.ts";
import type { Location } from "../diagnostic.ts";

/** Id of a node, unique in its flow. */
export type NodeId = string;

/** A variable of a flow. Names include their scope: `Flow.customerId`, `Task.pin`, `Common.outcome`. */
export interface FlowVariable {
  readonly name: string;
  /** Architect data type: `string`, `integer`, `boolean`, `stringCollection`, `queue`, ... */
  readonly type: string;
  /** An Archy value wrapper: `{noValue: true}`, `{lit: ...}`, `{exp: ...}`. */
  readonly initialValue: ArchyMap;
  /** Whether the caller of the flow or a trigger sets the variable. */
  readonly isInput: boolean;
  /** Whether the caller of the flow can read the variable. */
  readonly isOutput: boolean;
  readonly description?: string;
  /** Archy's other properties of the variable, such as `isSecure`. */
  readonly more?: ArchyMap;
  /**
   * Set if the definition reads the variable but neither declares nor sets it. The published flow declares it as a
   * string.
   */
  readonly isAssumed?: true;
}

/**
 * How a module reports its outcome (design §4, "Outcomes"). Callers read one output variable. Each named outcome
 * corresponds to one or more values of that variable; every other value means `error`.
 */
export interface OutcomeContract {
  /** The output variable, `Common.outcome` for definitions. */
  readonly from: string;
  /** Outcome name -> values of that variable. `error` is never a key: it is the default. */
  readonly outcomes: Readonly<Record<string, readonly ArchyValue[]>>;
}

/** The interface that callers of a module rely on. */
export interface ModuleContract {
  /** Name of the module in Architect. */
  readonly name: string;
  /** Name -> Architect data type. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Name -> Architect data type. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Flow types that may call the module, as Archy root keys. */
  readonly channels: readonly FlowType[];
  /** Omitted for an export that declares no outcomes. */
  readonly outcome?: OutcomeContract;
  /**
   * Parts that could not be read because of errors in the module. Calls are not checked against these parts. Omitted if
   * all parts could be read.
   */
  readonly unread?: ReadonlySet<"inputs" | "outputs" | "channels" | "outcome">;
}

/** The inputs and outputs of a data action, with their Architect types. A type is undefined if it is unknown. */
export interface DataActionContract {
  readonly inputs: Readonly<Record<string, string | undefined>>;
  readonly outputs: Readonly<Record<string, string | undefined>>;
  /** The inputs that a call must set. */
  readonly required?: readonly string[];
  /** The file that contains the contract. */
  readonly source: string;
}

/** Finds the contract of a data action by `INTEGRATION/ACTION`; undefined if unknown. */
export type DataActions = (name: string) => DataActionContract | undefined;

/** The part of a data table that lookups rely on. */
export interface DataTableContract {
  /** The columns besides the key, with their Architect types. A type is undefined if it is unknown. */
  readonly columns: Readonly<Record<string, string | undefined>>;
  /** The columns and the key by title, because documents might refer to a column by its title. */
  readonly otherNames?: Readonly<Record<string, string | undefined>>;
  /** The keys of the rows; undefined if rows are also added elsewhere. */
  readonly keys?: readonly string[];
  /** The file that declares the table. */
  readonly source: string;
}

/** Look-ups of the known contracts of everything that a flow can call, by name. */
export interface KnownContracts {
  readonly dataActions?: DataActions;
  readonly dataTables?: (name: string) => DataTableContract | undefined;
}

/**
 * One step of a flow: an Architect action, one of this project's own kinds (`callModule`, `end`), or the head of a
 * container.
 */
export interface FlowNode {
  /** The id that the author chose. For an export, it is derived from the name of the action. */
  readonly id: NodeId;
  /** An Archy action key, or `callModule`, `end`, `menu`, `task`, `state`. */
  readonly kind: string;
  /** Display name of the action in Architect. */
  readonly name: string;
  /** Set if the action has no name in the document. Its `name` is then its id. */
  readonly unnamed?: true;
  /**
   * The action's body, without name, outputs and nested actions. For `callModule` and `end` see `ModuleCall`,
   * `ModuleEnd`.
   */
  readonly properties: ArchyMap;
  /**
   * Maps an output path to the next node. A path that is not a key has no next node. `next` is the output path of an
   * action without output paths.
   */
  readonly transitions: Readonly<Record<string, NodeId>>;
  /**
   * Output paths of a lifted node that have no actions in the document, so that control continues with the next action.
   */
  readonly implicit?: readonly string[];

  readonly location?: Location;
  /** Path of the action in the Archy document that the graph was lifted from or compiled to. */
  readonly path?: ArchyPath;
}

/** `properties` of a `callModule` node. */
export interface ModuleCall {
  /** Display name of the module. */
  readonly module: string;
  /** Key of the module, if the module belongs to this project. */
  readonly moduleKey?: string;
  readonly inputs: ArchyMap;
  readonly outputs: ArchyMap;
  readonly outcome?: OutcomeContract;
  /** The caller's variable that receives the outcome. */
  readonly outcomeVariable?: string;
}

/** How Architect handles the failure of an action without a failure path (`settingsErrorHandling`). */
export interface FaultHandling {
  /** Audio wrapper to play first; undefined for silence. */
  readonly say?: ArchyMap;
  /** Archy's errorHandling mapping: `{disconnect: {none: true}}`, `{queue: {targetQueue: ...}}`. */
  readonly then: ArchyMap;
  readonly location?: Location;
}

/** A named part of a flow with its own start: a called task, a menu, a state, a bot. */
export interface FlowContainer {
  readonly kind: "task" | "menu" | "state" | "bot";
  readonly name: string;
  /** Id that references in the document use. */
  readonly refId: string;
  /** The first node. */
  readonly start?: NodeId;
  /** Variables of this container only. */
  readonly variables: readonly FlowVariable[];
  /** Archy's properties besides the actions, such as the audio and settings of a menu or the description of a task. */
  readonly properties: ArchyMap;
  /** The container's key in the document, if it is not in the list of its kind. */
  readonly slot?: "startUpState" | "periodicState";
}

/** A container of the document, whether or not it is called. */
export interface LayoutPart extends FlowContainer {
  /** Set if the container begins with a jump, so that its first node is in another part. */
  readonly jumps?: true;
}

/** An unreachable node, and its predecessor in the document's list of actions. */
export interface StrayNode {
  readonly node: NodeId;
  /** The node before it. If `transition` is set: the node whose output path contains it. */
  readonly behind?: { readonly node: NodeId; readonly transition?: string };
  /** If no node precedes it: the part (index into `parts`) whose list contains it. Omitted for the start-up actions. */
  readonly part?: number;
}

/**
 * How the document of a lifted graph is divided into parts. Compilation restores this division. It does not affect the
 * flow's behaviour, so comparisons ignore it.
 */
export interface FlowLayout {
  readonly parts: readonly LayoutPart[];
  /** The part (index into `parts`) where the flow starts. */
  readonly startUp?: number;
  readonly stray: readonly StrayNode[];
  /**
   * Items of the document's lists (`tasks`, `variables`...) that are neither parts nor variables, such as `ref: ...`,
   * by list.
   */
  readonly others?: Readonly<Record<string, readonly ArchyValue[]>>;
}

/**
 * A flow as a graph of nodes with named transitions. Everything that explains, checks, draws or runs a flow uses this
 * representation, whatever the flow's source.
 */
export interface FlowGraph {
  /** Root key of the flow in YAML. */
  readonly type: FlowType;
  /** Name of the flow in Architect. */
  readonly name: string;
  /** Description in Architect. */
  readonly description?: string;
  /** Name of its division. */
  readonly division?: string;
  /** Language tag, such as `en-us`. */
  readonly defaultLanguage?: string;
  /** Every other top-level key of the Archy body (settings, greeting, languages), unchanged. */
  readonly settings: ArchyMap;
  /** Variables that the flow declares or sets. */
  readonly variables: readonly FlowVariable[];
  /** For a common module, the interface that callers rely on. */
  readonly module?: ModuleContract;
  /** How faults are handled. Default: as the platform does. */
  readonly onFault?: FaultHandling;
  /** The first node of the flow. */
  readonly start?: NodeId;
  /** All nodes by id, including the nodes of tasks, menus and states. */
  readonly nodes: ReadonlyMap<NodeId, FlowNode>;
  /** Tasks, menus and states. */
  readonly containers: readonly FlowContainer[];
  /** The layout of the document, if the graph was lifted from a document. */
  readonly layout?: FlowLayout;
  /** The place of the flow in its file. */
  readonly location?: Location;
  /** For a definition, returns the place in the source file of a string in a node's properties. */
  readonly textPlace?: (of: TextOfNode) => Location | undefined;
}

/** A string in the properties of a node. */
export interface TextOfNode {
  readonly node: NodeId;
  readonly text: string;
  /** The key that contains the string. Needed if the node contains the string several times. */
  readonly under?: string;
}
