import { Document, isMap, isPair, isScalar, isSeq, type Node, type Pair } from "yaml";
import type { NamedGroup } from "./given-schema.ts";
import { groupOf } from "./names.ts";
import type { Conversation, Given, Script } from "./types.ts";

/**
 * Writes a file of conversation tests in the style of hand-written ones: names next to the fixed keys of `given`, one
 * step per line. `readScript` reads an equal script from the file. The names of the conversations must be unique.
 * @param o.schema relative path from the file to the JSON Schema for editors: docs/conversation-tests.schema.json
 * @param o.about comment lines for the start of the file
 */
export function writeScript(
  { flow, given, conversations }: Script,
  o: { readonly schema?: string; readonly about?: string } = {},
): string {
  const document = new Document({
    flow,
    ...(isEmpty(given) ? {} : { given: hoisted(given) }),
    conversations: Object.fromEntries(conversations.map((one) => [one.name, written(one)])),
  });
  layOut(document.contents);
  const schema = o.schema === undefined ? [] : [`yaml-language-server: $schema=${o.schema}`];
  const comment = [...schema, ...(o.about?.split("\n") ?? [])].map((line) => `# ${line}\n`).join("");
  return comment + document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

const isEmpty = (given: Given) => Object.keys(given).length === 0;

function written({ given, steps }: Conversation): unknown {
  return isEmpty(given) ? steps : { given: hoisted(given), steps };
}

const named: ReadonlySet<string> = new Set<NamedGroup>(["variables", "dataActions", "tables", "hours"]);

/** Moves entries of groups next to the fixed keys, if reading the file restores their groups. */
function hoisted(given: Given): Record<string, unknown> {
  const beside: Record<string, unknown> = {};
  const fixed = Object.entries<unknown>(given).flatMap(([key, value]): (readonly [string, unknown])[] => {
    const entries = named.has(key) ? Object.entries(value as object) : [];
    if (entries.length === 0) return [[key, value]];
    const kept = entries.filter(([name, one]) => Object.hasOwn(beside, name) || groupOf(name, one) !== key);
    const left = Object.fromEntries(kept);
    for (const [name, one] of entries) if (!Object.hasOwn(left, name)) beside[name] = one;
    return kept.length === 0 ? [] : [[key, left]];
  });
  return { ...Object.fromEntries(fixed), ...beside };
}

/**
 * Mappings and lists in block style: the file, `given`, conversations and their steps. Anything deeper is in braces.
 */
function layOut(root: Node | null): void {
  for (const { key, value } of pairs(root)) {
    if (textOf(key) === "given") inBraces(value, 1);
    if (textOf(key) === "conversations")
      for (const { value: conversation } of pairs(value)) layOutConversation(conversation);
  }
}

function layOutConversation(conversation: Node | null): void {
  if (isSeq(conversation)) inBraces(conversation, 2);
  for (const { key, value } of pairs(conversation)) inBraces(value, textOf(key) === "given" ? shortLines(value) : 2);
}

/** A `given` with one entry is written on one line. */
function shortLines(given: Node | null): number {
  return pairs(given).length > 1 ? 1 : 0;
}

/** Puts everything below a certain depth in braces. */
function inBraces(node: Node | null, levels: number): void {
  if (!isMap(node) && !isSeq(node)) return;
  if (levels === 0) {
    node.flow = true;
    return;
  }
  for (const item of node.items) inBraces((isPair(item) ? item.value : item) as Node | null, levels - 1);
}

function pairs(node: Node | null): Pair<Node, Node | null>[] {
  return isMap<Node, Node | null>(node) ? node.items : [];
}

const textOf = (node: Node) => (isScalar(node) ? String(node.value) : "");
