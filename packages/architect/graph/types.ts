import type { ArchyMap, ArchyPath, ArchyValue, FlowType } from "../archy/types.ts";
import type { Location } from "../diagnostic.ts";

export type NodeId = string;

/** A variable of a flow. Names carry their scope: `Flow.customerId`, `Task.pin`, `Common.outcome`. */
export interface FlowVariable {
  readonly name: string;
  /** Architect data type: `string`, `integer`, `boolean`, `stringCollection`, `queue`, ... */
  readonly type: string;
  /** An Archy value wrapper: `{noValue: true}`, `{lit: ...}`, `{exp: ...}`. */
  readonly initialValue: ArchyMap;
  readonly isInput: boolean;
  readonly isOutput: boolean;
  readonly description?: string;
  /** Whatever else Archy says of it, such as `isSecure`. */
  readonly more?: ArchyMap;
}

/**
 * How a module says how it ended (design §4, "Outcomes"). Its callers read one output variable; each of the named
 * outcomes is one or more values of it. Whatever else it holds means `error`.
 */
export interface OutcomeContract {
  /** The output variable, `Common.outcome` for modules written here. */
  readonly from: string;
  /** Outcome name -> values of that variable. `error` is never a key: it is the default. */
  readonly outcomes: Readonly<Record<string, readonly ArchyValue[]>>;
}

/** What a caller may rely on. */
export interface ModuleContract {
  readonly name: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** Flow types that may call it, as Archy root keys. */
  readonly channels: readonly FlowType[];
  /** Absent for a module from elsewhere that declared none. */
  readonly outcome?: OutcomeContract;
  /**
   * Parts of it that could not be read because of mistakes in the module: nothing is held against calls that concerns
   * them. Absent for a module without mistakes.
   */
  readonly unread?: ReadonlySet<"inputs" | "outputs" | "channels" | "outcome">;
}

/** One step of a flow: one Architect action, or one of our own kinds (`callModule`, `end`), or a container's head. */
export interface FlowNode {
  readonly id: NodeId;
  /** An Archy action key, or `callModule`, `end`, `menu`, `task`, `state`. */
  readonly kind: string;
  /** Display name of the action in Architect. */
  readonly name: string;
  /** The document gives the action no name; `name` is its id. */
  readonly unnamed?: true;
  /** The action's body without name, outputs and nested actions. For `callModule` and `end` see `ModuleCall`, `ModuleEnd`. */
  readonly properties: ArchyMap;
  /** Output path -> node. A path that is not a key falls through: nothing follows. `next` is the output path of an action without output paths. */
  readonly transitions: Readonly<Record<string, NodeId>>;
  /** Transitions of a lifted node that have no actions of their own: control falls through to what comes next. */
  readonly implicit?: readonly string[];

  readonly location?: Location;
  /** Where the action stands in the Archy document that the graph was lifted from or compiled to. */
  readonly path?: ArchyPath;
}

/** `properties` of a `callModule` node. */
export interface ModuleCall {
  /** Display name of the module. */
  readonly module: string;
  /** Key of the module in this project, where it is one of this project. */
  readonly moduleKey?: string;
  readonly inputs: ArchyMap;
  readonly outputs: ArchyMap;
  readonly outcome?: OutcomeContract;
  /** Variable of the caller that the outcome is bound to. */
  readonly outcomeVariable?: string;
}

/** The one place to which Architect goes when an action fails without a failure path (`settingsErrorHandling`). */
export interface FaultHandling {
  /** Audio wrapper played before, or undefined for none (silent). */
  readonly say?: ArchyMap;
  /** Archy's errorHandling mapping: `{disconnect: {none: true}}`, `{queue: {targetQueue: ...}}`. */
  readonly then: ArchyMap;
  readonly location?: Location;
}

/** A named part of a flow that has a start of its own: a task that is called, a menu, a state, a bot. */
export interface FlowContainer {
  readonly kind: "task" | "menu" | "state" | "bot";
  readonly name: string;
  readonly refId: string;
  readonly start?: NodeId;
  readonly variables: readonly FlowVariable[];
  /** What Archy holds beside the actions: a menu's audio and settings, a task's description. */
  readonly properties: ArchyMap;
  /** Where the document holds it, when that is not the list of its kind. */
  readonly slot?: "startUpState" | "periodicState";
}

/** A container of the document as it stands there, called or not. */
export interface LayoutPart extends FlowContainer {
  /** It begins with a jump, so that its first node stands in another part. */
  readonly jumps?: true;
}

/** A node that no way leads to, and behind what it stands in its list of actions. */
export interface StrayNode {
  readonly node: NodeId;
  /** The node before it; with `way`, the node under whose way it stands. */
  readonly behind?: { readonly node: NodeId; readonly transition?: string };
  /** Without a node before it: the part (index into `parts`) in whose list it stands; absent for the start-up actions. */
  readonly part?: number;
}

/**
 * How the document that a graph was lifted from is divided. It says nothing about what the flow does: compilation takes
 * it to divide the flow in the same way again, comparison leaves it out.
 */
export interface FlowLayout {
  readonly parts: readonly LayoutPart[];
  /** The part (index into `parts`) with which the flow starts. */
  readonly startUp?: number;
  readonly stray: readonly StrayNode[];
  /** Items of the document's lists (`tasks`, `variables`...) that are no parts and no variables, such as `ref: ...`, by list. */
  readonly others?: Readonly<Record<string, readonly ArchyValue[]>>;
}

/**
 * A flow as a graph of nodes with named transitions: the one form on which everything that explains, checks, draws or
 * runs a flow works, whichever way the flow came in.
 */
export interface FlowGraph {
  readonly type: FlowType;
  readonly name: string;
  readonly description?: string;
  readonly division?: string;
  readonly defaultLanguage?: string;
  /** Every other top-level key of the Archy body (settings, greeting, languages), as it is. */
  readonly settings: ArchyMap;
  readonly variables: readonly FlowVariable[];
  readonly module?: ModuleContract;
  readonly onFault?: FaultHandling;
  readonly start?: NodeId;
  readonly nodes: ReadonlyMap<NodeId, FlowNode>;
  readonly containers: readonly FlowContainer[];
  /** Of a graph that was lifted from a document. */
  readonly layout?: FlowLayout;
  readonly location?: Location;
  /** Of a definition's graph: where a text of a node's properties is in the file that a person wrote. */
  readonly textPlace?: (node: NodeId, text: string) => Location | undefined;
}
