import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { getList, getText, isMap, singleEntry } from "../archy/values.ts";
import { variablesOf } from "../archy/variables.ts";
import type { FlowContainer, FlowLayout, FlowNode, LayoutPart, NodeId, StrayNode } from "../graph/types.ts";
import type { ActionList, After } from "./program.ts";

export interface Part {
  readonly kind: FlowContainer["kind"];
  readonly body: ArchyMap;
  readonly entry: After;
  readonly slot?: FlowContainer["slot"];
}

/** The division of a document into parts, as found during the walk. */
export interface Walked {
  readonly body: ArchyMap;
  readonly parts: readonly Part[];
  /** Body of the part to which the start-up reference points. */
  readonly startUp: ArchyMap | undefined;
  readonly lists: readonly ActionList[];
  readonly nodes: ReadonlyMap<NodeId, FlowNode>;
  /** Where a flow without containers starts. */
  readonly root: After;
  readonly first: (to: After) => NodeId | undefined;
  /** Converts a value so that it refers to containers by refId. */
  readonly named: (properties: ArchyMap) => ArchyMap;
}

export function layoutOf(walked: Walked): FlowLayout {
  const startUp = walked.parts.findIndex(({ body }) => body === walked.startUp);
  return {
    parts: walked.parts.map((part) => layoutPart(part, walked.first(part.entry), walked.named)),
    ...(startUp < 0 ? {} : { startUp }),
    stray: strayNodes(walked),
    ...othersOf(walked.body),
  };
}

/** For each list, the key of the items that are parts. */
export const ITEMS: Readonly<Record<string, Part["kind"]>> = {
  tasks: "task",
  menus: "menu",
  states: "state",
  bots: "bot",
};

/** List items that are neither parts nor variables, unchanged. */
function othersOf(body: ArchyMap): Pick<FlowLayout, "others"> {
  const others: Record<string, readonly ArchyValue[]> = {};
  for (const list of [...Object.keys(ITEMS), "variables"]) {
    const left = getList(body, list).filter((item) => {
      const [key, inner] = singleEntry(item) ?? [];
      return list === "variables" ? variablesOf([item]).length === 0 : key !== ITEMS[list] || !isMap(inner);
    });
    if (left.length > 0) others[list] = left;
  }
  return Object.keys(others).length > 0 ? { others } : {};
}

/** Keys of a container that the fields or nodes of the graph represent. */
const CONTAINER_KEYS = new Set(["name", "refId", "variables", "actions"]);

function layoutPart({ kind, body, entry, slot }: Part, start: NodeId | undefined, named: Walked["named"]): LayoutPart {
  const properties = Object.fromEntries(Object.entries(body).filter(([key]) => !CONTAINER_KEYS.has(key)));
  const head = typeof entry === "object" ? entry.list.items[entry.index] : undefined;
  return {
    kind,
    name: getText(body, "name") ?? "",
    refId: getText(body, "refId") ?? "",
    ...(start === undefined ? {} : { start }),
    variables: variablesOf(body["variables"]),
    properties: kind === "menu" ? {} : named(properties),
    ...(slot === undefined ? {} : { slot }),
    ...(head && "jump" in head ? { jumps: true as const } : {}),
  };
}

/** The first nodes of unreachable parts, each with the node before it. */
function strayNodes({ parts, lists, nodes, root, first }: Walked): StrayNode[] {
  const reached = new Set<NodeId>();
  const reach = (id: NodeId | undefined) => {
    const waiting = id === undefined ? [] : [id];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (reached.has(next)) continue;
      reached.add(next);
      waiting.push(...Object.values(nodes.get(next)?.transitions ?? {}));
    }
  };
  reach(first(root));
  for (const part of parts) reach(first(part.entry));
  if (reached.size === nodes.size) return [];
  const partOf = new Map(parts.map(({ entry }, index) => [typeof entry === "object" ? entry.list : entry, index]));
  const found: StrayNode[] = [];
  for (const list of lists) {
    let before: NodeId | undefined;
    for (const item of list.items) {
      if (!("node" in item)) continue;
      if (!reached.has(item.node)) {
        const part = partOf.get(list);
        const behind = before === undefined ? list.under : { node: before };
        found.push({ node: item.node, ...(behind ? { behind } : part === undefined ? {} : { part }) });
        reach(item.node);
      }
      before = item.node;
    }
  }
  return found;
}
