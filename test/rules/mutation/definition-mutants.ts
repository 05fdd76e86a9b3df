import { readNode, type Written } from "./definition-oracle.ts";

export interface Mutant<Flow> {
  readonly edit: string;
  readonly flow: Flow;
}

/** Every definition that differs in one transition: left out, led to another node, or exchanged with another one. */
export function definitionMutants(flow: Written): Mutant<Written>[] {
  const ids = Object.keys(flow.nodes);
  const found: Mutant<Written>[] = [];
  for (const [id, node] of Object.entries(flow.nodes)) {
    const { on } = readNode(node);
    const withOn = (changed: Record<string, string>, edit: string) => {
      const { on: _on, then: _then, ...rest } = node;
      const { next, ...named } = changed;
      const made = {
        ...rest,
        ...(next !== undefined && { then: next }),
        ...(Object.keys(named).length > 0 && { on: named }),
      };
      found.push({ edit: `${id}: ${edit}`, flow: { ...flow, nodes: { ...flow.nodes, [id]: made } } });
    };
    for (const [name, target] of Object.entries(on)) {
      const { [name]: _left, ...others } = on;
      withOn(others, `without ${name}`);
      for (const other of ids) if (other !== target) withOn({ ...on, [name]: other }, `${name} -> ${other}`);
    }
    const names = Object.keys(on);
    for (const [index, one] of names.entries()) {
      for (const other of names.slice(index + 1)) {
        if (on[one] === on[other]) continue;
        withOn({ ...on, [one]: on[other] as string, [other]: on[one] as string }, `${one} <-> ${other}`);
      }
    }
  }
  return found;
}
