import type { ArchyMap, ArchyValue, FaultHandling, FlowGraph, FlowNode } from "@genesys-flows/architect";

/** The name of a placeholder, reduced to the characters that both text and variable names may contain. */
export function plainName(name: string): string {
  return name.replace(/[^A-Za-z0-9]+/g, "_");
}

/** Temporary substitute for a placeholder that will become a value. The text is unlikely to occur in a flow. */
export function standIn(name: string): string {
  return `Xx_${plainName(name)}_xX`;
}

/**
 * Replaces substitutes in a graph with `${values}`. Also returns the names of the values, in the order of the
 * placeholders, and the placeholders that are part of a name, such as the name of a variable.
 */
export function withValues(graph: FlowGraph, open: readonly string[]) {
  const inNames = new Set<string>();
  const fill = (value: ArchyValue, key: string): ArchyValue => {
    if (typeof value === "string") return filled(value, key);
    if (Array.isArray(value)) return value.map((item) => fill(item, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([k, item]) => [name(k), fill(item, k)]));
  };
  const name = (text: string): string => {
    for (const placeholder of open) if (text.includes(standIn(placeholder))) inNames.add(placeholder);
    return text;
  };
  const filled = (text: string, key: string): string =>
    open.reduce((made, placeholder) => {
      const token = standIn(placeholder);
      const partOfName = new RegExp(`[A-Za-z0-9_.]${token}|${token}[A-Za-z0-9_(]`);
      if (made.includes(token) && (NAMES.has(key) || (key === "exp" && partOfName.test(made))))
        inNames.add(placeholder);
      return made.replaceAll(token, `\${${plainName(placeholder)}}`);
    }, text);
  const node = (one: FlowNode): FlowNode => ({
    ...one,
    name: one.name === one.id ? one.name : filled(one.name, ""),
    properties: fill(one.properties, "") as ArchyMap,
  });
  const { variables, onFault } = graph;
  const { location, ...said } = onFault ?? {};
  const place = location ? { location } : {};
  const made: FlowGraph = {
    ...graph,
    name: filled(graph.name, ""),
    ...(graph.description === undefined ? {} : { description: filled(graph.description, "") }),
    ...(graph.division === undefined ? {} : { division: filled(graph.division, "") }),
    ...(graph.defaultLanguage === undefined ? {} : { defaultLanguage: name(graph.defaultLanguage) }),
    settings: fill(graph.settings, "") as ArchyMap,
    variables: variables.map((variable) => ({
      ...variable,
      name: name(variable.name),
      initialValue: fill(variable.initialValue, "") as ArchyMap,
    })),
    ...(onFault ? { onFault: { ...(fill(said as ArchyMap, "") as unknown as FaultHandling), ...place } } : {}),
    ...(graph.module ? { module: { ...graph.module, name: filled(graph.module.name, "") } } : {}),
    nodes: new Map([...graph.nodes].map(([id, one]) => [id, node(one)])),
  };
  return { graph: made, values: open.map(plainName), inNames: [...inNames] };
}

/** Keys whose values are names of variables and modules. */
const NAMES = new Set(["var", "variable", "outcomeVariable", "module", "moduleKey"]);
