import { type ReferenceForm, referenceForms } from "../reference-forms.ts";
import type { FlowType } from "../types.ts";

/** One action or menu choice. */
export interface ActionInfo {
  /** Key in the document: `playAudio`, `menuTask`. */
  readonly key: string;
  /**
   * Output paths in display order. Lists of named paths (`intents`, `paths`, `cases`) are defined by the action itself.
   */
  readonly outputs: readonly string[];
  /** The location of nested actions: below `outputs`, in the cases of a switch, or in the body of a loop. */
  readonly shape: "outputs" | "cases" | "loop";
  /** Whether the action ends its list, so that no action follows. */
  readonly terminal: boolean;
  /**
   * Whether the conversation leaves the flow when the action succeeds. The flow continues only along the output paths.
   */
  readonly leaves: boolean;
  /**
   * Whether control can also continue with the next action, in addition to the output paths. Always true for an action
   * without output paths, unless it is terminal or leaves the flow.
   */
  readonly next: boolean;
  /** Key of the list of paths that the action defines. If the list is empty, control continues with the next action. */
  readonly nextWithout?: string;
  /** The key in `outputs` that contains the paths that the action defines itself: `intents`, `paths`. */
  readonly named?: string;
  /**
   * Path to the mapping that contains `outputs`; `*` matches the only key of a mapping. Omitted if `outputs` is
   * directly in the action's body.
   */
  readonly outputsAt?: readonly string[];
  /** For a jump: the property that names the target. */
  readonly jump?: string;
  /** For the two actions that end an iteration of a loop: where control continues. */
  readonly loopEnd?: "next" | "exit";
  /** Whether the action calls a module, task, bot or other flow. Control returns to the action afterwards. */
  readonly calls: boolean;
  /** For a menu choice: the action that it performs. */
  readonly acts?: string;
  /**
   * The output paths that mean failure (missing result, missing input, failed transfer), and the purpose of the action.
   */
  readonly failures?: Failures;
  /** Whether the customer hears or reads output of the action, or whether an agent receives the conversation. */
  readonly heard: boolean;
  /** Whether the action has no effect that is visible to a customer, to an agent or in a report. */
  readonly unnoticed: boolean;
  /** Whether the action only records something for the flow itself, for agents or for reports. */
  readonly notes: boolean;
  /** Whether the action ends the conversation. */
  readonly hangsUp: boolean;
  /**
   * Whether the action ends a task or state. Control then returns to the caller. If there is no caller, the flow ends.
   */
  readonly endsPart: boolean;
  /** Whether the action waits for the customer's input. */
  readonly asks: boolean;
  /** Property -> data type. The names come from exports or from the SDK's class. */
  readonly properties: Readonly<Record<string, string>>;
  /** Properties that every known export of the action has. Without these properties, the action does nothing. */
  readonly needs: readonly string[];
  /** Properties that name other objects, with the form and kind of each reference. */
  readonly references: readonly ReferenceForm[];
  /**
   * Allowed values of a property, from the SDK's enumeration (reference/archy.md, source SDK: `ArchEnums` of
   * docs/types.d.ts). The keys of a menu are from reference/archy.md §d.
   */
  readonly words: Readonly<Record<string, readonly string[]>>;
  /** Data types of a property's outputs, if they differ from the type of the property. */
  readonly results: Readonly<Record<string, string>>;
  /** Flow types whose exports contain the action. */
  readonly observedIn: readonly FlowType[];
  /** Whether no known export contains the action. Its key, outputs and properties then follow the SDK's class. */
  readonly inferred: boolean;
}

/** The failure paths of an action. */
export interface Failures {
  /** The action's purpose. */
  readonly of: "data" | "lookup" | "transfer" | "input" | "bot";
  readonly paths: readonly string[];
  /** Failure paths that the action takes only if the flow enables them. */
  readonly optional: ReadonlySet<string>;
}

declare const pathsOf: unique symbol;

/** A row whose key and output paths the compiler knows. */
export interface ActionRow<Key extends string, Paths extends string> extends ActionInfo {
  readonly key: Key;
  readonly [pathsOf]?: Paths;
}

/**
 * The output paths of a row. Any string if the action or its callee defines the paths, or if no known export contains
 * the action.
 */
type PathsOfRow<T extends RowText> = T extends
  | { shape: "cases" }
  | { named: string }
  | { calls: true }
  | { acts: string }
  ? string
  : T extends { observedIn: string }
    ? T extends { shape: "loop"; outputs: infer O }
      ? "each" | "done" | Exclude<Words<O>, "loop">
      : NamedPaths<T> | NextPath<T>
    : string;
type NamedPaths<T extends RowText> = T extends { outputs: infer O } ? Words<O> : never;
type NextPath<T extends RowText> = T extends { next: true }
  ? "next"
  : T extends { outputs: string } | { terminal: true } | { leaves: true }
    ? never
    : "next";
type Words<S> = S extends `${infer First} ${infer Rest}` ? First | Words<Rest> : S & string;

type Flag =
  | "terminal"
  | "leaves"
  | "next"
  | "calls"
  | "heard"
  | "unnoticed"
  | "notes"
  | "hangsUp"
  | "endsPart"
  | "asks";

interface RowText
  extends Partial<Pick<ActionInfo, Flag | "shape" | "nextWithout" | "named" | "jump" | "loopEnd" | "acts">> {
  readonly outputs?: string;
  readonly properties?: string;
  /** Additional properties that do not occur in any known export. Their names follow the SDK's class. */
  readonly unseen?: string;
  readonly needs?: string;
  /** The allowed values of a property, separated by spaces. */
  readonly words?: Readonly<Record<string, string>>;
  /** The data types of outputs, in the format of `properties`. */
  readonly results?: string;
  readonly observedIn?: string;
  readonly outputsAt?: string;
  /** The purpose, followed by the failure paths: `input failure maxNoInputs?`. `?` marks an optional path. */
  readonly fails?: string;
}

/** Default values for the optional fields of a row. */
const unsaid = {
  shape: "outputs",
  terminal: false,
  leaves: false,
  calls: false,
  unnoticed: false,
  notes: false,
  hangsUp: false,
  endsPart: false,
} as const;

/** One row of the action table. Lists are words separated by spaces; properties are `name:type`. */
export function row<const Key extends string, const Text extends RowText = Record<never, never>>(
  key: Key,
  given?: Text,
): ActionRow<Key, PathsOfRow<Text>> {
  const { fails, outputsAt, unseen, ...text }: RowText = { ...unsaid, ...given };
  const typed = (list: string | undefined) => words(list).map((word) => word.split(":") as [string, string]);
  const outputs = words(text.outputs);
  const properties = Object.fromEntries([...typed(text.properties), ...typed(unseen)]);
  const observedIn = words(text.observedIn) as FlowType[];
  const asks = text.asks === true || fails?.startsWith("input ") === true;
  return {
    ...(text as typeof text & typeof unsaid),
    key,
    outputs,
    next: text.next === true || (outputs.length === 0 && !text.terminal && !text.leaves),
    ...(outputsAt && { outputsAt: words(outputsAt) }),
    ...(fails && { failures: failuresIn(fails) }),
    heard: text.heard === true || text.leaves === true || asks,
    asks,
    properties,
    needs: words(text.needs),
    words: wordLists(properties, text.words),
    results: Object.fromEntries(typed(text.results)),
    references: referenceForms.filter((form) => Object.hasOwn(properties, form.property)),
    observedIn,
    inferred: observedIn.length === 0,
  };
}

function words(text: string | undefined): string[] {
  return text ? text.split(" ") : [];
}

/** Names of telephone keys in menu choices (reference/archy.md §d). */
const DTMF = [...Array.from({ length: 10 }, (_, digit) => `digit_${digit}`), "star", "pound"];

function wordLists(properties: ActionInfo["properties"], given: RowText["words"]): ActionInfo["words"] {
  const lists = Object.entries(given ?? {}).map(([property, list]) => [property, words(list)]);
  return { ...Object.fromEntries(lists), ...(properties["dtmf"] === "text" ? { dtmf: DTMF } : {}) };
}

function failuresIn(text: string): Failures {
  const [of, ...paths] = words(text);
  const plain = (path: string) => path.replace("?", "");
  return {
    of: of as Failures["of"],
    paths: paths.map(plain),
    optional: new Set(paths.filter((path) => path.endsWith("?")).map(plain)),
  };
}
