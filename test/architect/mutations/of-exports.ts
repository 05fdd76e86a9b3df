import { isMap, isScalar, isSeq, type Node, type Pair } from "yaml";
import { below, Edited, entriesOf, expressionMutations, type Mutation, span, textsOf } from "./edits.ts";
import { kindOfValue, WORDS } from "./sdk-values.ts";

/** Properties without which an action does nothing. */
const needed: Readonly<Record<string, string>> = {
  callData: "category",
  callTask: "targetTaskRef",
  changeState: "targetStateRef",
  collectInput: "inputData",
  dataTableLookup: "dataTable",
  decision: "condition",
  jumpToTask: "targetTaskRef",
  playAudio: "audio",
  sendResponse: "messageBody",
  setParticipantData: "attributes",
  switch: "evaluate",
  transferToAcd: "targetQueue",
  transferToVoicemail: "destination",
  updateData: "statements",
};

/** Actions after which the rest of their list is unreachable. */
const ENDS = new Set(["disconnect", "endTask", "endState", "endWorkflow", "exitBotFlow", "exitWorkitemFlow"]);

/** A root key that flows of other types have. */
const foreign: Readonly<Record<string, string>> = {
  inboundCall: "states",
  outboundCall: "states",
  secureCall: "states",
  inqueueCall: "menus",
  commonModule: "tasks",
};

interface Action {
  readonly key: Node;
  readonly name: string;
  readonly body: Node | null;
  /** Its list, and its place in it. */
  readonly list: readonly Node[];
  readonly index: number;
}

/** Every single edit that makes a mistake in an export; none for a file that is not an export in block style. */
export function mutationsOfExport(text: string): Mutation[] {
  const file = new Edited(text);
  const [root] = entriesOf(file.root);
  if (!root || !isMap(root.value)) return [];
  const isModule = root.key === "commonModule";
  const scopes = isModule ? { ownScope: "Common", otherScope: "Flow" } : { ownScope: "Flow", otherScope: "Common" };
  return [
    ...references(file, root.value),
    ...duplicates(file, root.value),
    ...rootKeys(file, root.key, root.value),
    ...textsOf(root.value).flatMap(({ path, scalar }) =>
      path.at(-1) === "exp" ? expressionMutations(file, scalar, scopes) : [],
    ),
    ...words(file, root.value),
    ...actionsIn(root.value).flatMap((action) => mutationsOfAction(file, action)),
    ...outputs(file, root.value),
  ];
}

/** A word that the list of the property does not have. */
function words(file: Edited, body: Node): Mutation[] {
  return textsOf(body).flatMap(({ path, scalar }) => {
    const property = path.findLast((key) => key !== "lit") ?? "";
    if (!WORDS.has(property) || path.includes("inputs") || scalar.value === "") return [];
    return [file.mutation("word of no list", property, file.misspelling(scalar))];
  });
}

/** The declared variables of the flow by their names, with the types of their declarations. */
function declared(body: Node): Map<string, string> {
  const found = new Map<string, string>();
  const lists = ["variables", "startUpTaskVariables"].map((key) => below(body, key));
  for (const list of lists)
    for (const item of isSeq(list) ? list.items : []) {
      const [entry] = entriesOf(item);
      const name = below(entry?.value, "name");
      if (entry && isScalar(name)) found.set(String(name.value), entry.key.replace(/Variable$/, ""));
    }
  return found;
}

/** The results of actions, by the property that binds them (reference/archy-actions-sdk.tsv). */
const RESULTS: Readonly<Record<string, string>> = { inputData: "string", currentIndex: "integer" };

/** A statement of another type than its variable, and a result that is bound to a variable of another type. */
function outputs(file: Edited, body: Node): Mutation[] {
  const types = declared(body);
  const statements = sequences(body, "statements").flatMap((item) => {
    const [statement] = entriesOf(item);
    const name = below(statement?.value, "variable");
    const type = isScalar(name) ? types.get(String(name.value)) : undefined;
    if (!statement || !isScalar(name) || type === undefined || type !== statement.key) return [];
    const [from, to] = span(statement.pair.key);
    const insert = type === "boolean" ? "integer" : "boolean";
    return file.mutation(
      "type of an output",
      `${String(name.value)} as ${insert}`,
      { from, to, insert },
      { from, to: span(statement.value as Node)[1] },
    );
  });
  const bound = textsOf(body).flatMap(({ path, scalar }) => {
    const [property = "", binding] = path.slice(-2);
    const wanted = binding === "var" ? RESULTS[property] : undefined;
    const other = [...types].find(([, type]) => type === "boolean" || type === "queue")?.[0];
    if (wanted === undefined || other === undefined) return [];
    const [from, to] = span(scalar);
    return file.mutation("type of an output", `${property} into ${other}`, { from, to, insert: other });
  });
  return [...statements, ...bound];
}

/** The items of all lists below a key. */
function sequences(node: unknown, key: string): Node[] {
  if (isSeq(node)) return node.items.flatMap((item) => sequences(item, key));
  return entriesOf(node).flatMap((entry) =>
    entry.key === key && isSeq(entry.value) ? (entry.value.items as Node[]) : sequences(entry.value, key),
  );
}

function references(file: Edited, body: Node): Mutation[] {
  return textsOf(body).flatMap(({ path, scalar }) => {
    const key = path.at(-1) ?? "";
    const [from, to] = span(scalar);
    const bracket = file.text.slice(from, to).lastIndexOf("]");
    if (bracket < 0) return [];
    const edit = { from: from + bracket, to: from + bracket, insert: "9" };
    if (key === "startUpRef") return [file.mutation("dangling start", scalar.value, edit)];
    return /^target\w+Ref$/.test(key) ? [file.mutation("jump to a missing task", scalar.value, edit)] : [];
  });
}

/** Gives a part the refId of the part before it. */
function duplicates(file: Edited, body: Node): Mutation[] {
  return ["menus", "tasks", "states", "bots"].flatMap((list) => {
    const items = below(body, list);
    const refIds = (isSeq(items) ? items.items : []).flatMap((item) => {
      const refId = below(entriesOf(item)[0]?.value, "refId");
      return isScalar(refId) ? [refId] : [];
    });
    return refIds.slice(1).map((refId, index) => {
      const [from, to] = span(refId);
      const [before, after] = span(refIds[index] as Node);
      return file.mutation("duplicate refId", String(refId.value), {
        from,
        to,
        insert: file.text.slice(before, after),
      });
    });
  });
}

function rootKeys(file: Edited, type: string, body: Node): Mutation[] {
  const entries = entriesOf(body);
  const first = entries[0];
  if (!first) return [];
  const misspellings = entries
    .filter(({ key }) => key !== "name" && !key.startsWith("startUp"))
    .map(({ key, pair }) => file.mutation("unknown root key", key, file.misspelling(pair.key)));
  const [from] = span(first.pair.key);
  const indent = from - file.lineStart(file.lineAt(from));
  const key = foreign[type];
  if (key === undefined) return misspellings;
  const insert = `${key}: []\n${" ".repeat(indent)}`;
  return [...misspellings, file.mutation("unknown root key", `${key} (of another type)`, { from, to: from, insert })];
}

function actionsIn(node: unknown, key = ""): Action[] {
  if (isSeq(node)) {
    const items = node.items as Node[];
    const actions =
      key === "actions" || key === "startUpTaskActions" || key === "choices"
        ? items.flatMap((item, index): Action[] => {
            const [entry, second] = entriesOf(item);
            return entry && !second && entry.key !== "ref"
              ? [{ key: entry.pair.key, name: entry.key, body: entry.value, list: items, index }]
              : [];
          })
        : [];
    return [...actions, ...items.flatMap((item) => actionsIn(item))];
  }
  return entriesOf(node).flatMap((entry) => (entry.key === "lit" ? [] : actionsIn(entry.value, entry.key)));
}

function mutationsOfAction(file: Edited, action: Action): Mutation[] {
  const { key, name, body } = action;
  const made: Mutation[] = [file.mutation("misspelt action", name, file.misspelling(key))];
  const entries = entriesOf(body);
  const pairs = isMap(body) ? (body.items as Pair<Node, Node | null>[]) : [];
  for (const { key: property, pair, value } of entries) {
    const about = `${name}.${property}`;
    if (kindOfValue(name, property) !== undefined && isMap(value) && entriesOf(value).length === 1) {
      const [from, to] = span(value);
      const [wrapper] = entriesOf(value);
      const at = wrapper?.key === "lit" || wrapper?.key === "noValue" ? wrapper : undefined;
      const edit = at && { from: span(at.pair.key)[0], to: at.value ? span(at.value)[1] : to, insert: "lit: banana" };
      if (edit) made.push(file.mutation("type of a value", about, edit, { from, to }));
    }
    if (property !== "name" && property !== "outputs")
      made.push(file.mutation("unknown property", about, file.misspelling(pair.key)));
    if (property === "destination") {
      for (const inner of entriesOf(value).flatMap((kind) => entriesOf(kind.value)))
        made.push(file.mutation("unknown property", `${about}..${inner.key}`, file.misspelling(inner.pair.key)));
    }
    if (property === "outputs") {
      for (const output of entriesOf(value).filter((entry) => !isSeq(entry.value)))
        made.push(file.mutation("wrong output path", `${name} ${output.key}`, file.misspelling(output.pair.key)));
    }
    // A part of another file may have the property.
    const isWhole = entries.every(({ key }) => key !== "ref");
    const edit = isWhole && needed[name] === property ? file.removal(pairs, pair) : undefined;
    if (edit) {
      const [from, to] = span(key);
      made.push(file.mutation("missing property", about, edit, { from, to }));
    }
  }
  return [...made, ...conditions(file, action), ...repeated(file, action)];
}

/** `lit` instead of `exp` in a condition: the expression becomes a text. */
function conditions(file: Edited, { name, body }: Action): Mutation[] {
  const cases = below(below(below(body, "evaluate"), "firstTrue"), "cases");
  const wrapped =
    name === "decision"
      ? [below(body, "condition")]
      : name === "switch" && isSeq(cases)
        ? cases.items.map((item) => below(entriesOf(item)[0]?.value, "value"))
        : [];
  return wrapped.flatMap((value) =>
    entriesOf(value)
      .filter(({ key, value: text }) => key === "exp" && isScalar(text) && /\W/.test(String(text.value)))
      .map(({ pair, value: text }) => {
        const [from, to] = span(pair.key);
        return file.mutation(
          "text as condition",
          name,
          { from, to, insert: "lit" },
          { from, to: span(text as Node)[1] },
        );
      }),
  );
}

/** Repeats the last action of a list: if it ends the flow, the second one is unreachable. */
function repeated(file: Edited, { name, list, index }: Action): Mutation[] {
  const item = list[index] as Node;
  if (!ENDS.has(name) || index !== list.length - 1) return [];
  const [from, to] = span(item);
  const start = file.lineStart(file.lineAt(from));
  if (file.text.slice(start, from).trim() !== "-") return [];
  const whole = file.text.slice(start, to).trimEnd();
  const end = start + whole.length;
  const lines = whole.split("\n").length;
  const mutation = file.mutation("unreachable node", name, { from: end, to: end, insert: `\n${whole}` });
  const line = file.lineAt(start) + lines;
  return [{ ...mutation, lines: { from: line, to: line } }];
}
