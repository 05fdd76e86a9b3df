import { isMap, isScalar, type Node, type Pair } from "yaml";
import { below, Edited, entriesOf, expressionMutations, type Mutation, misspelt, span, textsOf } from "./edits.ts";
import { kindOfValue, WORDS } from "./sdk-values.ts";

/** Properties that the project's own schema requires, by action. */
const needed: Readonly<Record<string, readonly string[]>> = {
  callData: ["action"],
  collectInput: ["digits", "into"],
  loop: ["times"],
  transferToAcd: ["queue"],
};

const NODE_KEYS = new Set(["on", "then", "name", "note", "inputs", "outputs", "with"]);

/** Every single edit that makes a mistake in a definition. */
export function mutationsOfDefinition(text: string): Mutation[] {
  const file = new Edited(text);
  const entries = entriesOf(file.root);
  const nodes = entriesOf(below(file.root, "nodes"));
  const isModule = entries[0]?.key === "commonModule";
  const scopes = isModule ? { ownScope: "Common", otherScope: "Flow" } : { ownScope: "Flow", otherScope: "Common" };
  const made: Mutation[] = [];
  for (const [index, { key, pair, value }] of entries.entries()) {
    if (key === "start" && value) made.push(file.mutation("dangling start", key, file.misspelling(value)));
    else if (index > 0 && key !== "nodes")
      made.push(file.mutation("unknown root key", key, file.misspelling(pair.key)));
  }
  for (const [index, { key, pair }] of nodes.entries()) {
    const before = nodes[index - 1];
    if (!before) continue;
    const [from, to] = span(pair.key);
    made.push(file.mutation("duplicate refId", key, { from, to, insert: before.key }));
    const edit = {
      from,
      to: from,
      insert: `never-reached: {end: nowhere}\n${" ".repeat(from - file.lineStart(file.lineAt(from)))}`,
    };
    const ends = isModule ? "end: error" : "disconnect: {}";
    made.push(file.mutation("unreachable node", key, { ...edit, insert: edit.insert.replace("end: nowhere", ends) }));
  }
  for (const { path, scalar } of textsOf(below(file.root, "nodes"))) {
    const [from, to] = span(scalar);
    if (scalar.value.startsWith("=")) made.push(...expressionMutations(file, scalar, scopes));
    if (path.at(-1) === "decision" && /^["']?=/.test(file.text.slice(from, to))) {
      const at = file.text.indexOf("=", from);
      made.push(file.mutation("text as condition", path.join("."), { from: at, to: at + 1, insert: "" }));
    }
  }
  const types = declared(file.root);
  for (const { key, value } of nodes)
    made.push(...mutationsOfNode(file, key, value), ...outputs(file, key, value, types));
  return made;
}

function mutationsOfNode(file: Edited, id: string, node: Node | null): Mutation[] {
  const made: Mutation[] = [];
  for (const { key, pair, value } of entriesOf(node)) {
    if (key === "then" && value)
      made.push(file.mutation("jump to a missing task", `${id}.then`, file.misspelling(value)));
    if (key === "on") {
      for (const transition of entriesOf(value)) {
        made.push(
          file.mutation("wrong output path", `${id}.on.${transition.key}`, file.misspelling(transition.pair.key)),
        );
        if (isScalar(transition.value))
          made.push(
            file.mutation("jump to a missing task", `${id}.on.${transition.key}`, file.misspelling(transition.value)),
          );
      }
    }
    if (NODE_KEYS.has(key)) continue;
    made.push(file.mutation("misspelt action", `${id}.${key}`, file.misspelling(pair.key)));
    made.push(...mutationsOfBody(file, { id, key, keyNode: pair.key, body: value }));
  }
  return made;
}

/** Actions the keys of whose bodies are the author's names. */
const NAMED_BY_AUTHOR = new Set([
  "updateData",
  "setParticipantData",
  "getParticipantData",
  "callTask",
  "menu",
  "switch",
]);

function mutationsOfBody(
  file: Edited,
  { id, key, keyNode, body }: { id: string; key: string; keyNode: Node; body: Node | null },
): Mutation[] {
  if (!isMap(body) || NAMED_BY_AUTHOR.has(key)) return [];
  const pairs = body.items as Pair<Node, Node | null>[];
  return entriesOf(body).flatMap(({ key: property, pair, value }) => {
    const what = `${id}.${key}.${property}`;
    const edit = needed[key]?.includes(property) ? file.removal(pairs, pair) : undefined;
    const [from, to] = span(keyNode);
    return [
      file.mutation("unknown property", `${what} as ${misspelt(property)}`, file.misspelling(pair.key)),
      ...(edit ? [file.mutation("missing property", what, edit, { from, to })] : []),
      ...values(file, { what, action: key, property, value }),
    ];
  });
}

/** A word that the list of a property does not have; a text for a property that no text fits. */
function values(file: Edited, o: { what: string; action: string; property: string; value: Node | null }): Mutation[] {
  const { what, action, property, value } = o;
  if (!isScalar(value)) return [];
  const text = String(value.value);
  if (WORDS.has(property) && typeof value.value === "string" && !text.startsWith("="))
    return [file.mutation("word of no list", what, file.misspelling(value))];
  if (kindOfValue(action, property) === undefined || text.startsWith("=")) return [];
  const [from, to] = span(value);
  return [file.mutation("type of a value", what, { from, to, insert: "banana" })];
}

/** The declared variables of a definition, with their types. */
function declared(root: Node | null): Map<string, string> {
  return new Map(
    entriesOf(below(root, "variables")).flatMap(({ key, value }) => {
      const type = isScalar(value) ? value : below(value, "type");
      return isScalar(type) ? [[key, String(type.value)] as const] : [];
    }),
  );
}

/** A value of another type than its variable, and a result that is bound to a variable of another type. */
function outputs(file: Edited, id: string, node: Node | null, types: ReadonlyMap<string, string>): Mutation[] {
  const set = entriesOf(below(node, "updateData")).flatMap(({ key, pair, value }) => {
    if (!["boolean", "integer", "decimal"].includes(types.get(key) ?? "") || !isScalar(value)) return [];
    const [from, to] = span(value);
    const edit = { from, to, insert: "banana" };
    return file.mutation("type of an output", `${id}: ${key}`, edit, { from: span(pair.key)[0], to });
  });
  const into = [below(below(node, "collectInput"), "into"), below(below(node, "loop"), "index")];
  const bound = into.flatMap((variable) => {
    const other = [...types].find(([, type]) => type === "boolean" || type === "queue")?.[0];
    if (!isScalar(variable) || other === undefined) return [];
    const [from, to] = span(variable);
    return file.mutation("type of an output", `${id}: ${other}`, { from, to, insert: other });
  });
  return [...set, ...bound];
}
