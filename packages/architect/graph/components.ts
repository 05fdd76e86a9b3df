/**
 * Groups of mutually reachable nodes (Tarjan's strongly connected components), each group before the groups that lead
 * to it. A node outside all cycles forms a separate group.
 * @param leadsTo successors of an id, limited to the given ids
 */
export function components<Id>(ids: Iterable<Id>, leadsTo: (id: Id) => readonly Id[]): Id[][] {
  const found: Id[][] = [];
  const number = new Map<Id, number>();
  const low = new Map<Id, number>();
  const open: Id[] = [];
  const isOpen = new Set<Id>();
  const lower = (id: Id, to: number) => low.set(id, Math.min(low.get(id) as number, to));
  for (const root of ids) {
    if (number.has(root)) continue;
    const stack: { id: Id; next: Id[] }[] = [];
    const enter = (id: Id) => {
      number.set(id, number.size);
      low.set(id, number.get(id) as number);
      open.push(id);
      isOpen.add(id);
      stack.push({ id, next: [...leadsTo(id)] });
    };
    enter(root);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const target = top.next.pop();
      if (target !== undefined) {
        if (!number.has(target)) enter(target);
        else if (isOpen.has(target)) lower(top.id, number.get(target) as number);
        continue;
      }
      stack.pop();
      const above = stack.at(-1);
      if (above) lower(above.id, low.get(top.id) as number);
      if (low.get(top.id) !== number.get(top.id)) continue;
      const group = open.splice(open.lastIndexOf(top.id));
      for (const id of group) isOpen.delete(id);
      found.push(group);
    }
  }
  return found;
}
