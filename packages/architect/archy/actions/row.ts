import { type ReferenceForm, referenceForms } from "../reference-forms.ts";
import type { FlowType } from "../types.ts";

/** One action or menu choice. */
export interface ActionInfo {
  /** Key in the document: `playAudio`, `menuTask`. */
  readonly key: string;
  /** Output paths in display order. Lists of named paths (`intents`, `paths`, `cases`) come from the action itself. */
  readonly outputs: readonly string[];
  /** Where the nested actions are: below `outputs`, in a switch's cases, or in the body of a loop. */
  readonly shape: "outputs" | "cases" | "loop";
  /** Nothing follows the action in its list. */
  readonly terminal: boolean;
  /** The conversation leaves the flow when the action succeeds; the flow continues only on the output paths. */
  readonly leaves: boolean;
  /** The next action also follows, besides the output paths. Always without output paths, unless terminal or leaving. */
  readonly next: boolean;
  /** The next action follows when this list of the action's own paths is empty. */
  readonly nextWithout?: string;
  /** The key of its output paths below which the paths that it names itself are: `intents`, `paths`. */
  readonly named?: string;
  /** The keys that lead to the mapping with its `outputs`, `*` for the only key of a mapping; absent where that is in its body. */
  readonly outputsAt?: readonly string[];
  /** For a jump: the property that names the target. */
  readonly jump?: string;
  /** For the two that end a turn of a loop. */
  readonly loopEnd?: "next" | "exit";
  /** It calls a module, a task, a bot or another flow, which returns. */
  readonly calls: boolean;
  /** For a menu choice: its action. */
  readonly acts?: string;
  /** The output paths that it takes when it has no result, no input or no transfer, and what it was to do. */
  readonly failures?: Failures;
  /** The customer hears or reads something from it, or an agent gets the conversation. */
  readonly heard: boolean;
  /** Nobody notices it: it changes nothing that a customer, an agent or a report sees. */
  readonly unnoticed: boolean;
  /** It only notes something for the flow itself, for agents or for reports. */
  readonly notes: boolean;
  /** It ends the conversation. */
  readonly hangsUp: boolean;
  /** It ends a task or state: control returns to the caller, and without one the flow ends. */
  readonly endsPart: boolean;
  /** It waits for what the customer enters or says. */
  readonly asks: boolean;
  /** Property -> data type. The names come from exports, or follow the SDK's class. */
  readonly properties: Readonly<Record<string, string>>;
  /** Properties that every known export of the action has, and without which it does nothing. */
  readonly needs: readonly string[];
  /** Properties that name other objects, with the form and kind. */
  readonly references: readonly ReferenceForm[];
  /**
   * Words that a property may have: the enumeration that the SDK names for it (reference/archy.md, source SDK: `ArchEnums` of
   * docs/types.d.ts); for the keys of a menu, reference/archy.md §d.
   */
  readonly words: Readonly<Record<string, readonly string[]>>;
  /** Data types of a property's outputs, where they differ from the property's own type. */
  readonly results: Readonly<Record<string, string>>;
  /** Flow types in whose exports the action occurs. */
  readonly observedIn: readonly FlowType[];
  /** No known export has the action: key, outputs and properties follow the SDK's class. */
  readonly inferred: boolean;
}

/** The failure paths of an action. */
export interface Failures {
  /** What the action is for. */
  readonly of: "data" | "lookup" | "transfer" | "input" | "bot";
  readonly paths: readonly string[];
  /** Those of them that the action takes only where the flow enables them. */
  readonly optional: ReadonlySet<string>;
}

declare const pathsOf: unique symbol;

/** A row whose key and output paths the compiler knows. */
export interface ActionRow<Key extends string, Paths extends string> extends ActionInfo {
  readonly key: Key;
  readonly [pathsOf]?: Paths;
}

/** The output paths of a row; any text when the action or what it calls names them, or when no known export has it. */
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
  /** Further properties, which no known export has: their names follow the SDK's class. */
  readonly unseen?: string;
  readonly needs?: string;
  /** The words of a property, separated by spaces. */
  readonly words?: Readonly<Record<string, string>>;
  /** The data types of outputs, in the form of `properties`. */
  readonly results?: string;
  readonly observedIn?: string;
  readonly outputsAt?: string;
  /** What it is for, then its failure paths, optional ones with `?`: `input failure maxNoInputs?`. */
  readonly fails?: string;
}

/** What a row does not say. */
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

/** One row of the action table; lists are words separated by spaces, properties are `name:type`. */
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

/** The keys of a telephone, as menu choices name them (reference/archy.md §d). */
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
