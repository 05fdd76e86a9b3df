import type { Scalar } from "../archy/placeholders.ts";
import type { ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { getList, getMap, isMap } from "../archy/values.ts";
import type { DiagnosticSink } from "../diagnostic.ts";
import { didYouMean } from "../suggest.ts";
import type { Placed, Source } from "./source.ts";
import type { ValueDefinition } from "./types.ts";
import { fillKnown, hasPlaceholder, isOfType } from "./values.ts";

interface Use {
  readonly id: string;
  readonly node: ArchyMap;
  readonly path: ArchyPath;
}

interface Context {
  readonly written: Source;
  readonly sink: DiagnosticSink;
  /** Receives the first node of the fragment, by id of the node that uses it. */
  readonly starts: Map<string, string>;
}

/** The names of a fragment's parameters; undefined if the path is not in a fragment. */
export function parametersAt(data: ArchyMap, path: ArchyPath): readonly string[] | undefined {
  const [list, name] = path;
  const fragments = getMap(data, "fragments");
  if (list !== "fragments" || typeof name !== "string" || !fragments) return undefined;
  return Object.keys(getMap(fragments[name], "parameters") ?? {});
}

/** The nodes of the fragment that a node uses. Parameters are substituted, and exits are connected. */
export function expandFragment(use: Use, context: Context): Map<string, Placed> {
  const { written, sink } = context;
  const { id, node, path } = use;
  const known = getMap(written.data, "fragments") ?? {};
  const name = String(node["use"]);
  const fragment = getMap(known, name);
  if (path[0] === "fragments" || !fragment) {
    sink.report("unknown-fragment", `The fragment '${name}' does not exist.`, {
      location: written.locate([...path, "use"]),
      node: id,
      hint: didYouMean(name, Object.keys(known), "Fragments of this file") ?? "Declare it under 'fragments'.",
    });
    return new Map();
  }
  const values = parameterValues(use, fragment, context);
  const exits = getList(fragment, "exits").map(String);
  const inner = getMap(fragment, "nodes") ?? {};
  context.starts.set(id, `${id}-${String(fragment["start"])}`);
  checkKeys(use, context);
  const targets = targetsOfExits(use, exits, context);
  const result = new Map<string, Placed>();
  for (const [own, data] of Object.entries(inner)) {
    if (!isMap(data)) continue;
    const at = ["fragments", name, "nodes", own];
    if (Object.hasOwn(data, "use")) {
      sink.report("fragment-in-fragment", "A fragment cannot use a fragment.", {
        location: { ...written.locate([...at, "use"]), via: written.locate(path, "key") },
        node: id,
        hint: "Copy its nodes to here, or use both fragments one after the other.",
      });
      continue;
    }
    const filled = fillKnown(data, values) as ArchyMap;
    const lead = (target: ArchyValue, named: ArchyPath): ArchyValue | undefined => {
      if (typeof target !== "string") return target;
      if (Object.hasOwn(inner, target)) return `${id}-${target}`;
      if (exits.includes(target)) return targets.get(target);
      sink.report("dangling-transition", `The fragment '${name}' has no node or exit '${target}'.`, {
        location: { ...written.locate([...at, ...named]), via: written.locate(path, "key") },
        node: `${id}-${own}`,
        hint: didYouMean(target, [...Object.keys(inner), ...exits], "Its nodes and exits"),
      });
      return undefined;
    };
    result.set(`${id}-${own}`, { data: ledOn(filled, lead), path: at, usedAt: path });
  }
  return result;
}

/** A node with its transitions redirected. A transition without a target is removed. */
export function ledOn(
  node: ArchyMap,
  lead: (target: ArchyValue, named: ArchyPath) => ArchyValue | undefined,
): ArchyMap {
  const { on, then, ...rest } = node;
  const result: ArchyMap = rest;
  const next = then === undefined ? undefined : lead(then, ["then"]);
  if (next !== undefined) result["then"] = next;
  if (isMap(on)) {
    const targets = Object.entries(on).flatMap(([transition, target]) => {
      const to = lead(target, ["on", transition]);
      return to === undefined ? [] : [[transition, to] as const];
    });
    result["on"] = Object.fromEntries(targets);
  } else if (on !== undefined) result["on"] = on;
  return result;
}

function targetsOfExits(
  { id, node, path }: Use,
  exits: readonly string[],
  { written, sink }: Context,
): Map<string, ArchyValue> {
  const targets = new Map<string, ArchyValue>();
  for (const [transition, target] of Object.entries(getMap(node, "on") ?? {})) {
    if (exits.includes(transition)) targets.set(transition, target);
    else {
      sink.report("unknown-transition", `The fragment '${String(node["use"])}' has no exit '${transition}'.`, {
        location: written.locate([...path, "on", transition], "key"),
        node: id,
        hint: didYouMean(transition, exits, "Its exits") ?? "It has no exits.",
      });
    }
  }
  const { then } = node;
  if (then !== undefined) for (const exit of exits) if (!targets.has(exit)) targets.set(exit, then);
  return targets;
}

const USE_KEYS = ["use", "with", "on", "then", "note"];

function checkKeys({ id, node, path }: Use, { written, sink }: Context): void {
  for (const key of Object.keys(node)) {
    if (USE_KEYS.includes(key)) continue;
    sink.report("unknown-key", `The key '${key}' is unknown here.`, {
      location: written.locate([...path, key], "key"),
      node: id,
      hint: didYouMean(key, USE_KEYS, "A node that uses a fragment can have"),
    });
  }
}

function parameterValues({ id, node, path }: Use, fragment: ArchyMap, { written, sink }: Context): Map<string, Scalar> {
  const declared = getMap(fragment, "parameters") ?? {};
  const given = getMap(node, "with") ?? {};
  const values = new Map<string, Scalar>();
  for (const [name, of] of Object.entries(declared)) {
    const { type, default: fallback } = (isMap(of) ? of : { type: of }) as unknown as ValueDefinition;
    const value = (Object.hasOwn(given, name) ? given[name] : fallback) as Scalar | undefined;
    const location = written.locate(Object.hasOwn(given, name) ? [...path, "with", name] : path, "key");
    if (value === undefined) {
      const hint = `Add it: with: {${name}: ...}`;
      sink.report("missing-key", `The parameter '${name}' of the fragment is missing.`, { location, node: id, hint });
    } else if (!isOfType(value, type) && !(typeof value === "string" && hasPlaceholder(value))) {
      const message = `The parameter '${name}' must be of type ${type}, but is ${JSON.stringify(value)}.`;
      sink.report("wrong-value-type", message, { location, node: id });
    } else values.set(name, value);
  }
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(declared, name)) continue;
    sink.report("unknown-key", `The fragment has no parameter '${name}'.`, {
      location: written.locate([...path, "with", name], "key"),
      node: id,
      hint: didYouMean(name, Object.keys(declared), "Its parameters"),
    });
  }
  return values;
}
