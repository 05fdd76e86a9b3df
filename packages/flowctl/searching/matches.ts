import {
  type ArchyReference,
  type ArchyValue,
  type FlowGraph,
  isMap,
  type Location,
  pathText,
} from "@genesys-flows/architect";

export type Place = "name" | "expression" | "reference" | "variable" | "text";

export interface Match {
  readonly flow: string;
  readonly place: Place;
  /** The node; omitted for the flow itself, its settings and variables. */
  readonly node?: string;
  /** The property: `playAudio audio.tts`. */
  readonly at: string;
  readonly text: string;
  readonly location?: Location;
}

export interface Searched {
  /** The flow's key in the project, or its name in an organisation. */
  readonly flow: string;
  readonly graph: FlowGraph;
  readonly references: readonly ArchyReference[];
}

/** The type of place for the strings below each key. */
const PLACES: Readonly<Record<string, Place>> = {
  moduleKey: "reference",
  exp: "expression",
  var: "variable",
  variable: "variable",
  outcomeVariable: "variable",
  name: "name",
};

/**
 * Every value in a flow that contains the search text, ignoring case: display names, prompts and messages, expressions,
 * variables, and names of objects that the flow refers to. Each value is listed once.
 */
export function matchesIn({ flow, graph, references }: Searched, wanted: string): Match[] {
  const has = (text: string) => text.toLowerCase().includes(wanted.toLowerCase());
  const found: Match[] = [];
  const named = new Map(references.filter(({ name }) => has(name)).map((one) => [one.name, one]));
  const within = (value: ArchyValue, about: Omit<Match, "flow" | "place" | "text" | "at">, start: string) => {
    for (const { path, text } of textsIn(value)) {
      if (!has(text)) continue;
      const key = String(path.at(-1));
      const place = named.has(text) ? "reference" : Object.hasOwn(PLACES, key) ? PLACES[key] : undefined;
      found.push({
        flow,
        place: place ?? "text",
        ...about,
        at: `${start}${path.length > 0 ? ` ${pathText(path)}` : ""}`.trim(),
        text,
      });
    }
  };
  const whole = graph.location ? { location: graph.location } : {};
  if (has(graph.name)) found.push({ flow, place: "name", at: graph.type, text: graph.name, ...whole });
  if (has(graph.description ?? ""))
    found.push({ flow, place: "text", at: "description", text: graph.description ?? "", ...whole });
  for (const variable of graph.variables) {
    if (has(variable.name))
      found.push({ flow, place: "variable", at: `variable ${variable.type}`, text: variable.name, ...whole });
    within(variable.initialValue, whole, `variable ${variable.name}`);
  }
  for (const container of graph.containers) {
    if (has(container.name)) found.push({ flow, place: "name", at: container.kind, text: container.name, ...whole });
  }
  within(graph.settings, whole, "settings");
  if (graph.onFault)
    within({ ...(graph.onFault.say && { say: graph.onFault.say }), then: graph.onFault.then }, whole, "onFault");
  for (const { id, kind, name, unnamed, properties, location } of graph.nodes.values()) {
    const about = { node: id, ...(location && { location }) };
    if (!unnamed && has(name)) found.push({ flow, place: "name", ...about, at: kind, text: name });
    within(properties, about, kind);
  }
  return found;
}

interface TextAt {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** Every string in a value, and every key that is the name of a module, a data table or an integration. */
function textsIn(value: ArchyValue, path: TextAt["path"] = []): TextAt[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, [...path, index]));
  if (!isMap(value)) return [];
  const names = Object.keys(value).filter((key) => /[^\w.]/.test(key));
  return [
    ...names.map((text) => ({ path, text })),
    ...Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...path, key])),
  ];
}
