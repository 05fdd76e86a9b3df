import { sha256 } from "../archy/digest.ts";
import { canonical, normalValue, telling } from "../archy/normal.ts";
import type { ArchyValue } from "../archy/types.ts";
import { normalProperties, plain, untracked } from "./normal-form.ts";
import { roots } from "./reach.ts";
import { enteredContainers, namedContainers, withNames } from "./targets.ts";
import type { FlowGraph, FlowNode, FlowVariable, NodeId } from "./types.ts";

export interface Comparison {
  /** Compares only nodes; ignores settings, variables, description and languages. */
  readonly nodesOnly?: boolean;
}

/**
 * The differences between two graphs, one sentence each. Empty if the graphs differ only in the ids of nodes and
 * containers. Unreachable nodes are paired by content.
 */
export function graphDifferences(a: FlowGraph, b: FlowGraph, o: Comparison = {}): string[] {
  const found: string[] = [];
  if (!o.nodesOnly) found.push(...differentSurroundings(a, b));
  const pairing = new Pairing(a, b, found);
  pairing.pair(a.start, b.start, "the start");
  const [rootsA, rootsB] = [roots(a), roots(b)];
  for (let i = 0; i < Math.max(rootsA.length, rootsB.length); i++) pairing.pair(rootsA[i], rootsB[i], `entry ${i + 1}`);
  const entered = enteredContainers(b);
  for (const { kind, name, start } of enteredContainers(a)) {
    const other = entered.findIndex((one) => one.kind === kind && one.name === name);
    pairing.pair(start, entered.splice(other, other < 0 ? 0 : 1)[0]?.start, `${kind} ${name}`);
  }
  for (const { kind, name, start } of entered) pairing.pair(undefined, start, `${kind} ${name}`);
  pairing.run();
  pairing.rest();
  return found;
}

class Pairing {
  readonly #a: FlowGraph;
  readonly #b: FlowGraph;
  readonly #found: string[];
  readonly #forth = new Map<NodeId, NodeId>();
  readonly #back = new Map<NodeId, NodeId>();
  readonly #waiting: [FlowNode, FlowNode][] = [];

  constructor(a: FlowGraph, b: FlowGraph, found: string[]) {
    this.#a = a;
    this.#b = b;
    this.#found = found;
  }

  pair(a: NodeId | undefined, b: NodeId | undefined, where: string): void {
    if (a === undefined && b === undefined) return;
    const [nodeA, nodeB] = [a && this.#a.nodes.get(a), b && this.#b.nodes.get(b)];
    if (a === undefined || b === undefined || !nodeA || !nodeB) {
      this.#found.push(
        `${where}: the target is ${a ?? "nothing"} in the first graph, ${b ?? "nothing"} in the second.`,
      );
      return;
    }
    const [known, knownBack] = [this.#forth.get(a), this.#back.get(b)];
    if (known === b && knownBack === a) return;
    if (known !== undefined || knownBack !== undefined) {
      this.#found.push(`${where}: the target is ${a} in the first graph, ${b} in the second.`);
      return;
    }
    this.#forth.set(a, b);
    this.#back.set(b, a);
    this.#waiting.push([nodeA, nodeB]);
  }

  run(): void {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) this.#compare(...next);
  }

  rest(): void {
    const left = [...this.#a.nodes.keys()].filter((id) => !this.#forth.has(id));
    const right = [...this.#b.nodes.keys()].filter((id) => !this.#back.has(id));
    if (left.length !== right.length) {
      this.#found.push(
        `${left.length} nodes have no counterpart in the first graph (${left.slice(0, 5).join(", ")}), ${right.length} in the second.`,
      );
      return;
    }
    const colourA = colours(this.#a, left, (id) => this.#forth.get(id) ?? "");
    const colourB = colours(this.#b, right, (id) => id);
    const alike = Map.groupBy(right, (id) => colourB.get(id));
    const free = (ids: readonly NodeId[]) => ids.find((id) => !this.#back.has(id));
    for (const id of left) {
      if (this.#forth.has(id)) continue;
      this.pair(id, free(alike.get(colourA.get(id)) ?? []) ?? free(right), `unreached node ${id}`);
      this.run();
    }
  }

  #compare(a: FlowNode, b: FlowNode): void {
    const say = (what: string, left: ArchyValue, right: ArchyValue) => {
      const [l, r] = [canonical(left), canonical(right)];
      if (l !== r) this.#found.push(`${a.id}: ${what} ${l} in the first graph, ${r} in the second.`);
    };
    say("kind", a.kind, b.kind);
    say("name", a.unnamed ? null : a.name, b.unnamed ? null : b.name);
    say("properties", propertiesOf(this.#a, a), propertiesOf(this.#b, b));
    const [namedA, namedB] = [namedContainers(this.#a, a), namedContainers(this.#b, b)];
    for (let i = 0; i < Math.max(namedA.length, namedB.length); i++) {
      this.pair(namedA[i]?.start, namedB[i]?.start, `${a.id}: ${namedA[i]?.kind} ${namedA[i]?.name}`);
    }
    for (const transition of new Set([...Object.keys(a.transitions), ...Object.keys(b.transitions)])) {
      this.pair(a.transitions[transition], b.transitions[transition], `${a.id}: ${transition}`);
    }
  }
}

/** Number of rounds in which a node's colour absorbs the colours of its successors. */
const ROUNDS = 8;

/** For each unreachable node, a string that is equal for nodes with equal content and targets. */
function colours(graph: FlowGraph, ids: readonly NodeId[], known: (id: NodeId) => string): Map<NodeId, string> {
  const node = (id: NodeId) => graph.nodes.get(id) as FlowNode;
  const incoming = new Map(ids.map((id) => [id, 0]));
  for (const target of ids.flatMap((id) => Object.values(node(id).transitions))) {
    incoming.set(target, (incoming.get(target) ?? 0) + 1);
  }
  const own = (n: FlowNode) => [n.kind, n.unnamed ? null : n.name, propertiesOf(graph, n), incoming.get(n.id) ?? 0];
  let found = new Map(ids.map((id) => [id, sha256(canonical(own(node(id))))]));
  for (let round = 0; round < ROUNDS; round++) {
    const last = found;
    const after = (id: NodeId) =>
      Object.entries(node(id).transitions).map(
        ([transition, target]) => `${transition}>${last.get(target) ?? known(target)}`,
      );
    found = new Map(ids.map((id) => [id, sha256(`${last.get(id)} ${after(id).sort().join()}`)]));
  }
  return found;
}

/** Properties in normal form, with containers by name. */
function propertiesOf(graph: FlowGraph, node: FlowNode): ArchyValue {
  return byName(graph, normalProperties(node));
}

function byName(graph: FlowGraph, value: ArchyValue): ArchyValue {
  return withNames(graph, value, ({ kind, name }) => `${kind} ${name}`);
}

function differentSurroundings(a: FlowGraph, b: FlowGraph): string[] {
  const found: string[] = [];
  const say = (what: string, left: unknown, right: unknown) => {
    const [l, r] = [spelled(left), spelled(right)];
    if (l !== r) found.push(`${what}: ${l} in the first graph, ${r} in the second.`);
  };
  for (const key of ["type", "name", "description", "division", "defaultLanguage"] as const) {
    say(key, a[key], b[key]);
  }
  say("settings", byName(a, telling(a.settings)), byName(b, telling(b.settings)));
  say("module", a.module, b.module);
  say("onFault", byName(a, fault(a)), byName(b, fault(b)));
  say("variables", a.variables.map(plainVariable).sort(), b.variables.map(plainVariable).sort());
  return found;
}

function fault({ onFault }: FlowGraph): ArchyValue {
  return onFault ? [onFault.say ?? null, onFault.then] : null;
}

function spelled(value: unknown): string {
  return canonical(normalValue(plain(value ?? null)));
}

function plainVariable(variable: FlowVariable): string {
  const { isAssumed: _, ...declared } = untracked(variable);
  return spelled({ ...declared, description: variable.description || null });
}
