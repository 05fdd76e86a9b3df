import type { ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { getList, getMap, getText, isMap } from "../archy/values.ts";
import type { DiagnosticSink } from "../diagnostic.ts";
import { expandFragment, ledOn } from "./fragments.ts";
import type { Placed, Source } from "./source.ts";
import type { TaskDefinition } from "./types.ts";

/**
 * Adds the nodes of tasks and used fragments to the flow's nodes. If the node `pin` uses a fragment with the node
 * `ask`, this adds `pin-ask`.
 */
export function expand(
  written: Source,
  sink: DiagnosticSink,
): { readonly source: Source; readonly tasks: Readonly<Record<string, TaskDefinition>> } {
  const data = written.data as ArchyMap;
  const nodes = new Map<string, Placed>();
  const starts = new Map<string, string>();
  const groups: { readonly task?: string; readonly at: ArchyPath; readonly body: ArchyMap }[] = [
    { at: [], body: data },
    ...Object.entries(getMap(data, "tasks") ?? {}).flatMap(([task, body]) =>
      isMap(body) ? [{ task, at: ["tasks", task], body }] : [],
    ),
  ];
  const members = new Map<string | undefined, string[]>();
  for (const { task, at, body } of groups) {
    const own: string[] = [];
    members.set(task, own);
    for (const [id, node] of Object.entries(getMap(body, "nodes") ?? {})) {
      if (!isMap(node)) continue;
      const path = [...at, "nodes", id];
      const made = Object.hasOwn(node, "use")
        ? expandFragment({ id, node, path }, { written, sink, starts })
        : new Map<string, Placed>([[id, { data: node, path }]]);
      for (const [inner, placed] of made) {
        if (nodes.has(inner)) {
          sink.report("duplicate-id", `Two nodes have the id '${inner}'.`, {
            location: written.locate(placed.path, "key"),
            node: inner,
            hint: "Ids are unique in the file, including its tasks. The id of a node in a fragment is prefixed with the id of the node that uses the fragment.",
          });
        } else own.push(inner);
        nodes.set(inner, placed);
      }
    }
  }
  /** Transitions to a node that uses a fragment are redirected to the fragment's first node. */
  const redirected = <V extends ArchyValue | undefined>(id: V) =>
    typeof id === "string" ? (starts.get(id) ?? id) : id;
  const flat: ArchyMap = {};
  for (const [id, { data: node }] of nodes) flat[id] = starts.size === 0 ? node : ledOn(node, redirected);
  const tasks = Object.fromEntries(
    groups.flatMap(({ task, body }): [string, TaskDefinition][] => {
      if (task === undefined) return [];
      const own = members.get(task) ?? [];
      const [name, description] = [getText(body, "name"), getText(body, "description")];
      const start = Object.hasOwn(body, "start") ? redirected(getText(body, "start")) : own[0];
      return [[task, { name, description, start, paths: getList(body, "paths").map(String), nodes: own }]];
    }),
  );
  const moved: ArchyMap = { ...data, nodes: flat };
  for (const key of ["start", "periodic"]) {
    const id = redirected(getText(data, key));
    if (id !== undefined) moved[key] = id;
  }
  return { source: { ...written, data: moved, locate: locator(written, nodes) }, tasks };
}

function locator(written: Source, nodes: ReadonlyMap<string, Placed>): Source["locate"] {
  return (path, at) => {
    const placed = path[0] === "nodes" ? nodes.get(String(path[1])) : undefined;
    if (!placed) return written.locate(path, at);
    const location = written.locate([...placed.path, ...path.slice(2)], at);
    return placed.usedAt ? { ...location, via: written.locate(placed.usedAt, "key") } : location;
  };
}
