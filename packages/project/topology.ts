import type { FlowUnit } from "./types.ts";

/**
 * Who leads where, as a Mermaid flowchart: numbers, flows, the modules they call, the flows and queues they lead to. Ids
 * come from keys and names, so that a flow more or less is a line more or less.
 */
export function topologyOf(flows: readonly FlowUnit[]): string {
  const ids = new Ids();
  const nodes: string[] = [];
  const edges: string[] = [];
  const queues = new Set<string>();
  for (const flow of flows) {
    const id = ids.of("flow", flow.key);
    const label = quoted(`${flow.name}<br/>${flow.type}`);
    nodes.push(flow.type === "commonModule" ? `${id}[[${label}]]` : `${id}(${label})`);
    if (flow.numbers.length > 0) {
      nodes.push(`${ids.of("numbers", flow.key)}>${quoted(flow.numbers.join("<br/>"))}]`);
      edges.push(`${ids.of("numbers", flow.key)} --> ${id}`);
    }
    for (const key of flow.modules) edges.push(`${id} -. calls .-> ${ids.of("flow", key)}`);
    for (const key of new Set(flow.leadsTo.map((link) => link.key))) edges.push(`${id} --> ${ids.of("flow", key)}`);
    const led = flow.references.filter(({ kind }) => kind === "queue").map(({ name }) => name);
    for (const name of new Set(led)) {
      queues.add(name);
      edges.push(`${id} --> ${ids.of("queue", name)}`);
    }
  }
  for (const name of [...queues].sort()) nodes.push(`${ids.of("queue", name)}[(${quoted(name)})]`);
  return ["flowchart LR", ...[...nodes, ...edges].map((line) => `  ${line}`)].join("\n");
}

/** Mermaid takes letters, digits and `_`; two names that become one id are told apart by a number. */
class Ids {
  readonly #known = new Map<string, string>();
  readonly #taken = new Set<string>();

  of(kind: "flow" | "numbers" | "queue", name: string): string {
    const key = `${kind} ${name}`;
    const known = this.#known.get(key);
    if (known) return known;
    const wanted = `${kind}_${name.replaceAll(/[^A-Za-z0-9]+/g, "_")}`;
    let id = wanted;
    for (let n = 2; this.#taken.has(id); n++) id = `${wanted}_${n}`;
    this.#taken.add(id);
    this.#known.set(key, id);
    return id;
  }
}

function quoted(text: string): string {
  return `"${text.replaceAll("&", "#amp;").replaceAll('"', "#quot;").replaceAll("`", "#96;")}"`;
}
