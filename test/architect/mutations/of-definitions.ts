import { isMap, isScalar, type Node, type Pair } from "yaml";
import { below, Edited, entriesOf, expressionMutations, type Mutation, misspelt, span, textsOf } from "./edits.ts";

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
  for (const { key, value } of nodes) made.push(...mutationsOfNode(file, key, value));
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

/** Actions whose body has properties as keys; the keys of others are the author's names. */
const WITH_PROPERTIES = new Set(["callData", "collectInput", "loop", "transferToAcd"]);

function mutationsOfBody(
  file: Edited,
  { id, key, keyNode, body }: { id: string; key: string; keyNode: Node; body: Node | null },
): Mutation[] {
  if (!isMap(body) || !WITH_PROPERTIES.has(key)) return [];
  const pairs = body.items as Pair<Node, Node | null>[];
  return entriesOf(body).flatMap(({ key: property, pair }) => {
    const what = `${id}.${key}.${property}`;
    const edit = needed[key]?.includes(property) ? file.removal(pairs, pair) : undefined;
    const [from, to] = span(keyNode);
    return [
      file.mutation("unknown property", `${what} as ${misspelt(property)}`, file.misspelling(pair.key)),
      ...(edit ? [file.mutation("missing property", what, edit, { from, to })] : []),
    ];
  });
}
