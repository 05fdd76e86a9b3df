import { flowTypes } from "../archy/flow-types.ts";
import { OUTCOME_VARIABLE, sameName } from "../archy/modules.ts";
import { canonical, normalValue } from "../archy/normal.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { getMap, getText } from "../archy/values.ts";
import { channelOf, localScopeOf } from "../compile/channel.ts";
import { toTyped, typeOfLiteral } from "../definition/data-types.ts";
import { settingsOf } from "../definition/frame.ts";
import { nonEmpty, shortest } from "../definition/plain-value.ts";
import { toAudio, toNamed } from "../definition/properties.ts";
import type { FlowDefinition } from "../definition/types.ts";
import { bindings } from "../definition/variable-types.ts";
import { variablesRead } from "../definition/variables.ts";
import { providesVariable } from "../expression/scopes.ts";
import { reachable } from "../graph/reach.ts";
import type { FlowGraph, FlowNode, FlowVariable } from "../graph/types.ts";
import { calledTasks, type Unwritable } from "./tasks.ts";
import { usedTypes } from "./used-types.ts";

/** The keys of a definition besides `start` and `nodes`, and everything that a definition cannot express. */
export function writtenFrame(graph: FlowGraph): { readonly data: ArchyMap; readonly reasons: readonly Unwritable[] } {
  const reasons: Unwritable[] = [];
  const { type, module } = graph;
  const language = graph.defaultLanguage;
  const data: ArchyMap = {
    [type]: graph.name,
    ...(graph.description !== undefined && { description: graph.description }),
    ...(graph.division !== undefined && { division: graph.division }),
    ...(language !== undefined && language !== "en-us" && { language }),
    ...surroundings(graph),
  };
  if (module) {
    data["channels"] = [...module.channels];
    if (!module.outcome) {
      data["outcomes"] = "none";
    } else if (!sameName(module.outcome.from, OUTCOME_VARIABLE)) {
      reasons.push({ reason: "a definition cannot yet express a module whose outcome is not in 'Common.outcome'" });
    } else if (Object.entries(module.outcome.outcomes).some(([name, values]) => values.join() !== name)) {
      reasons.push({ reason: "a definition cannot yet express outcomes whose values are not their names" });
    } else if (Object.keys(module.outcome.outcomes).join() !== "completed") {
      data["outcomes"] = Object.keys(module.outcome.outcomes);
    }
    if (module.channels.length === 0)
      reasons.push({ reason: "a definition cannot yet express a module without compatible flow types" });
  }
  Object.assign(data, variables(graph, reasons));
  const fault = onFault(graph, reasons);
  if (fault) data["onFault"] = fault;
  const periodic = graph.containers.find(({ slot }) => slot === "periodicState")?.start;
  if (periodic !== undefined) data["periodic"] = periodic;
  return { data, reasons };
}

/** Language, voice and greeting, if they fully express the corresponding settings. Other settings are unchanged. */
function surroundings(graph: FlowGraph): ArchyMap {
  const { settings, type } = graph;
  const language = graph.defaultLanguage ?? "en-us";
  const languages = getMap(settings, "supportedLanguages");
  const engine = getMap(getMap(languages?.[language], "textToSpeech"), "defaultEngine");
  const isCall = flowTypes[type].media === "call";
  const voice = isCall ? getText(engine, "voice") : undefined;
  const said = settings["initialGreeting"];
  const greeting = said === undefined || !isCall ? undefined : (shortest(said, toAudio) ?? undefined);
  const short = { voice, greeting, ...ownKeys(graph) };
  const made = settingsOf({ type, language, settings: {}, ...short } as FlowDefinition);
  const left = Object.fromEntries(Object.entries(settings).filter(([key, value]) => !same(value, made[key])));
  const used = same(made["supportedLanguages"], languages) ? short : { ...short, voice: undefined };
  return {
    ...Object.fromEntries(Object.entries(used).filter(([, value]) => value !== undefined)),
    ...nonEmpty({ settings: left }),
  } as ArchyMap;
}

/** Keys of a single flow type: the work type of a work item flow, the campaign of an outbound call flow. */
function ownKeys({ settings, type }: FlowGraph): ArchyMap {
  const campaign = getMap(settings, "settingsOutboundCall");
  const literal = (key: string) => getText(getMap(getMap(campaign, key), "lit"), "name");
  const found = {
    ...(type === "workitem" && { worktype: getText(getMap(settings, "worktype"), "name") }),
    ...(type === "outboundCall" && { contactList: literal("contactList"), wrapupCode: literal("wrapupCode") }),
  };
  const written = Object.fromEntries(Object.entries(found).filter(([, name]) => name !== undefined)) as ArchyMap;
  const made = settingsOf({ type, language: "en-us", settings: {}, ...written } as unknown as FlowDefinition);
  const key = type === "workitem" ? "worktype" : "settingsOutboundCall";
  return Object.keys(written).length > 0 && same(made[key], settings[key]) ? written : {};
}

function same(a: ArchyValue | undefined, b: ArchyValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return canonical(normalValue(a)) === canonical(normalValue(b));
}

function variables(graph: FlowGraph, reasons: Unwritable[]): ArchyMap {
  const isModule = graph.module !== undefined;
  const lists: Record<"inputs" | "outputs" | "variables", ArchyMap> = { inputs: {}, outputs: {}, variables: {} };
  const seen = new Set<string>();
  const unused = unusedLocals(graph);
  for (const variable of [...graph.variables, ...ofTasks(graph)]) {
    if (unused.has(variable.name)) continue;
    const { name, isInput, isOutput } = variable;
    if (graph.module?.outcome && sameName(name, OUTCOME_VARIABLE)) continue;
    if (seen.has(name.toLowerCase())) reasons.push({ reason: `the export declares the variable '${name}' twice` });
    seen.add(name.toLowerCase());
    const list = !isModule || isInput === isOutput ? "variables" : isInput ? "inputs" : "outputs";
    const written = declaration(variable, list === "variables");
    if (written === undefined)
      reasons.push({ reason: `a definition cannot yet express the initial value of '${name}'` });
    else lists[list][list === "variables" ? name : name.replace(/^Common\./, "")] = written;
  }
  for (const [name, type] of undeclared(graph)) lists.variables[name] = type;
  reasons.push(...typeClashes(graph));
  return nonEmpty(lists);
}

/** The declaration of a variable. With `directions`, it includes whether the variable is an input or output. */
function declaration(
  { type, initialValue, description, isInput, isOutput }: FlowVariable,
  directions: boolean,
): ArchyValue | undefined {
  const plain = "noValue" in initialValue ? null : shortest(initialValue, (written) => toTyped(written, type));
  if (plain === undefined) return undefined;
  const more: ArchyMap = {
    ...(plain !== null && { default: plain }),
    ...(description !== undefined && { description }),
    ...(directions && isInput && { input: true }),
    ...(directions && isOutput && { output: true }),
  };
  return Object.keys(more).length === 0 ? type : { type, ...more };
}

/** The nodes reachable from the start. */
export function reachedNodes(graph: FlowGraph): FlowNode[] {
  const reached = reachable(graph);
  return [...graph.nodes.values()].filter(({ id }) => reached.has(id));
}

/** A variable that an action reads or sets, with its type if the action determines it. */
type Use = readonly [name: string, type: string | undefined];

function usesOf({ kind, properties }: FlowNode): Use[] {
  return [
    ...variablesRead(properties).map((name): Use => [name, undefined]),
    ...bindings(kind, properties).map(({ variable, type }): Use => [variable, type]),
    ...outcomeOf(properties),
  ];
}

/** The variable that receives a call's outcome, with the type of the values to which it is compared. */
function outcomeOf(properties: ArchyMap): Use[] {
  const variable = getText(properties, "outcomeVariable");
  if (variable === undefined) return [];
  const [values] = Object.values(getMap(getMap(properties, "outcome"), "outcomes") ?? {});
  return [[variable, typeOfLiteral(Array.isArray(values) ? (values[0] ?? null) : null)]];
}

/**
 * Variables of called tasks that no node uses, or that nodes outside the task use. In a definition, these variables
 * become flow variables.
 */
export function sharedLocals(graph: FlowGraph): Set<FlowVariable> {
  const users = new Map<string, Set<string>>();
  for (const node of reachedNodes(graph))
    for (const [name] of usesOf(node))
      users.set(name.toLowerCase(), (users.get(name.toLowerCase()) ?? new Set()).add(node.id));
  const shared = new Set<FlowVariable>();
  for (const { container, nodes } of calledTasks(graph).tasks) {
    for (const variable of container.variables) {
      const found = [...(users.get(variable.name.toLowerCase()) ?? [])];
      if (found.length === 0 || !found.every((id) => nodes.has(id))) shared.add(variable);
    }
  }
  return shared;
}

function ofTasks(graph: FlowGraph): FlowVariable[] {
  return graph.containers.filter(({ kind }) => kind === "task").flatMap(({ variables }) => variables);
}

/**
 * In a flow with states, the task variables that no reachable action names. These variables are omitted with the
 * unreachable tasks.
 */
export function unusedLocals(graph: FlowGraph): Set<string> {
  if (localScopeOf(channelOf(graph.type).start) !== "State") return new Set();
  const used = new Set(reachedNodes(graph).flatMap((node) => usesOf(node).map(([name]) => name.toLowerCase())));
  const names = [...graph.variables, ...ofTasks(graph)].map(({ name }) => name);
  return new Set(names.filter((name) => /^task\./i.test(name) && !used.has(name.toLowerCase())));
}

/**
 * Undeclared variables that actions set to different types. This is possible if different tasks use the same name, but
 * a definition declares each name only once.
 */
function typeClashes(graph: FlowGraph): Unwritable[] {
  const known = new Set([...undeclared(graph).keys()].map((name) => name.toLowerCase()));
  const first = new Map<string, { readonly type: string; readonly by: string }>();
  const clashes = new Map<string, Unwritable>();
  for (const node of reachedNodes(graph)) {
    for (const [name, type] of usesOf(node)) {
      const key = name.toLowerCase();
      if (type === undefined || !known.has(key)) continue;
      const other = first.get(key);
      if (!other) first.set(key, { type, by: node.name });
      else if (other.type !== type && !clashes.has(key)) {
        const reason = `a definition declares '${name}' once, and '${other.by}' sets it as ${other.type}, '${node.name}' as ${type}`;
        clashes.set(key, { reason, node: node.id });
      }
    }
  }
  return [...clashes.values()];
}

/**
 * Variables that reachable actions use without a declaration, with their types. If no action determines a type, it is
 * inferred from the variable's uses.
 */
export function undeclared(graph: FlowGraph): ReadonlyMap<string, string> {
  const known = found.get(graph) ?? undeclaredIn(graph);
  found.set(graph, known);
  return known;
}

const found = new WeakMap<FlowGraph, ReadonlyMap<string, string>>();

function undeclaredIn(graph: FlowGraph): ReadonlyMap<string, string> {
  const declared = new Map([...graph.variables, ...ofTasks(graph)].map(({ name, type }) => [name.toLowerCase(), type]));
  const names = new Map<string, string>();
  const told = new Map<string, string>();
  const nodes = reachedNodes(graph);
  for (const [name, type] of nodes.flatMap(usesOf)) {
    const key = name.toLowerCase();
    if (providesVariable(graph.type, key) || declared.has(key)) continue;
    if (!names.has(key)) names.set(key, name);
    if (type !== undefined) told.set(key, type);
  }
  const used = usedTypes(nodes, (name) => told.get(name.toLowerCase()) ?? declared.get(name.toLowerCase()));
  return new Map([...names].map(([key, name]) => [name, told.get(key) ?? used.get(key) ?? "string"]));
}

function onFault({ onFault: fault, type }: FlowGraph, reasons: Unwritable[]): ArchyMap | undefined {
  if (!fault) return undefined;
  const { faults } = flowTypes[type];
  const [end] = faults;
  const say = fault.say === undefined ? undefined : shortest(fault.say, toAudio);
  const queue = getMap(fault.then, "queue")?.["targetQueue"];
  const name = queue === undefined ? undefined : shortest(queue, toNamed);
  const target: ArchyValue | undefined =
    end !== undefined && canonical(fault.then) === canonical({ [end]: { none: true } })
      ? end === "disconnect"
        ? end
        : "end"
      : typeof name === "string" && same(fault.then, { queue: { targetQueue: toNamed(name) } })
        ? { queue: name }
        : Object.keys(fault.then).every((key) => faults.some((known) => known === key))
          ? { archy: fault.then }
          : undefined;
  if (target === undefined) {
    reasons.push({ reason: `a definition cannot yet express '${Object.keys(fault.then).join()}' on a fault` });
    return undefined;
  }
  const said = say ?? fault.say;
  return { ...(said !== undefined && { say: said }), then: target };
}
