import type { ArchyDocument, ArchyMap, ArchyPath, ArchyValue } from "@genesys-flows/architect";
import { isMap, singleEntry } from "../document/model.ts";

/** The owner of variables in the scopes `Task` and `State`: a task, state or bot, or the flow itself (`""`). */
export type Container = string;

export interface PlacedExpression {
  readonly text: string;
  readonly path: ArchyPath;
  readonly container: Container;
}

/** `var: Flow.customer` */
interface PlacedBinding {
  readonly name: string;
  readonly path: ArchyPath;
  readonly container: Container;
}

export interface DeclaredVariable {
  readonly name: string;
  /** Key of its declaration, such as `stringVariable`. */
  readonly type: string;
  readonly path: ArchyPath;
  readonly container: Container;
  /** Whether it is an input or output, which callers may set or read. */
  readonly shared: boolean;
}

/** An action or a menu choice: `{playAudio: {...}}`. */
export interface PlacedAction {
  readonly type: string;
  readonly body: ArchyMap;
  /** Relative to the body. */
  readonly path: ArchyPath;
}

/** The content of a document, gathered in one walk for all checks. */
export interface DocumentSurvey {
  readonly expressions: readonly PlacedExpression[];
  readonly declared: readonly DeclaredVariable[];
  /** Places where variables are bound to an output or assigned (`var`, `variable`). */
  readonly bindings: readonly PlacedBinding[];
  readonly actions: readonly PlacedAction[];
  readonly choices: readonly PlacedAction[];
  readonly menus: readonly PlacedAction[];
}

const ACTION_LISTS = new Set(["actions", "startUpTaskActions"]);
const CONTAINER_LISTS = new Set(["tasks", "states", "bots"]);
/** Containers outside lists: at the root of in-queue flows, and below a menu choice. */
const CONTAINER_KEYS = new Set(["startUpState", "periodicState"]);
const VARIABLE_LISTS = new Set(["variables", "startUpTaskVariables"]);

/**
 * Walks the document once. Everything below `lit` is data, without expressions or actions; `referencedObjects`
 * describes other flows (reference/export-shapes.md).
 */
export function surveyOf(document: ArchyDocument): DocumentSurvey {
  const expressions: PlacedExpression[] = [];
  const declared: DeclaredVariable[] = [];
  const actions: PlacedAction[] = [];
  const choices: PlacedAction[] = [];
  const menus: PlacedAction[] = [];
  const bindings: PlacedBinding[] = [];

  const visitList = (list: readonly ArchyValue[], path: ArchyPath, container: Container): void => {
    const key = String(path.at(-1));
    for (const [index, entry] of list.entries()) {
      const single = singleEntry(entry);
      const at = single ? [...path, index, single.type] : [...path, index];
      const item = single && { type: single.type, body: single.body ?? {}, path: at };
      if (item && ACTION_LISTS.has(key)) actions.push(item);
      if (item && key === "choices") choices.push(item);
      if (item && key === "menus") menus.push(item);
      const name = item?.body["name"];
      if (item && VARIABLE_LISTS.has(key) && item.type.endsWith("Variable") && typeof name === "string") {
        const shared = item.body["isInput"] === true || item.body["isOutput"] === true;
        declared.push({ name, type: item.type, path: at, container, shared });
      }
      visit(entry, [...path, index], item && CONTAINER_LISTS.has(key) ? at.join("/") : container);
    }
  };
  const visit = (value: ArchyValue, path: ArchyPath, container: Container): void => {
    if (Array.isArray(value)) visitList(value, path, container);
    else if (isMap(value)) for (const [key, child] of Object.entries(value)) visitKey(key, child, path, container);
  };
  const visitKey = (key: string, child: ArchyValue, owner: ArchyPath, container: Container): void => {
    if (key === "lit" || (key === "referencedObjects" && owner.length === 1)) return;
    const path = [...owner, key];
    if (key === "exp" && !Array.isArray(child) && !isMap(child) && child !== null)
      expressions.push({ text: String(child), path, container });
    else if ((key === "var" || key === "variable") && typeof child === "string")
      bindings.push({ name: child.trim(), path, container });
    else visit(child, path, beginsContainer(key, owner) ? path.join("/") : container);
  };
  visit(document.body, [document.flowType], "");
  return { expressions, declared, bindings, actions, choices, menus };
}

function beginsContainer(key: string, owner: ArchyPath): boolean {
  return (CONTAINER_KEYS.has(key) && owner.length === 1) || (key === "task" && owner.at(-1) === "menuTask");
}
