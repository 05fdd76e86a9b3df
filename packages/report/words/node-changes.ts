import {
  type ArchyMap,
  type ArchyValue,
  actionOf,
  type FlowGraph,
  type NodeChange,
  type NodeId,
  printableLine,
  type ValueChange,
  valueChanges,
} from "@genesys-flows/architect";
import type { WrittenParts } from "@genesys-flows/architect/versions";
import type { Change } from "../model/report.ts";
import { changeOf, isTarget, pathWords, placeOf, spelled, spokenTexts } from "./sentences.ts";

export interface Sides {
  readonly before: FlowGraph;
  readonly after: FlowGraph;
  readonly old: WrittenParts;
  readonly now: WrittenParts;
}

type Kept = Exclude<NodeChange, { readonly node: unknown }>;
type Written = Readonly<Record<string, unknown>>;

/** The changes to a node, or its addition or removal. */
export function nodeChanges(change: NodeChange, sides: Sides): Change[] {
  const place = placeOf(change.location);
  if ("node" in change) return [presence(change, sides, place)];
  const shown = isOfMenu(change.kind) ? withoutOtherKeys(change) : change;
  const { id, was, moved, kind, kindWas, name, nameWas } = change;
  const isNamed = nameWas !== undefined && !(nameWas === was && name === id);
  const found: Change[] = [
    ...(was === undefined || isNamed ? [] : [line(">", `${id}: was called ${was}`)]),
    ...(moved ? [line(">", `${id}: moved to a different place in the flow`)] : []),
    ...(kindWas === undefined ? [] : [line("~", `${id}: ${kind} instead of ${kindWas}`)]),
    ...(isNamed ? [changeOf({ subject: id, path: "name" }, { from: nameWas, to: name })] : []),
    ...valuesOf(shown, sides),
    ...transitionsOf(shown),
  ];
  // Changed keys of a menu are listed for its choices.
  if (found.length === 0 && shown !== change) return [];
  const all = found.length > 0 ? found : [line("~", `${id}: changed`)];
  return all.map((one) => ({ ...one, node: id, ...place }));
}

function line(sign: Change["sign"], text: string): Change {
  return { sign, text: printableLine(text) };
}

/** Describes an added or removed node and what it does. */
function presence(
  { change, id, node }: Extract<NodeChange, { readonly node: unknown }>,
  { old, now }: Sides,
  place: Pick<Change, "place">,
): Change {
  const written = actionIn((change === "added" ? now : old).node(id)) ?? {};
  const [[kind, body] = [node.kind, undefined]] = Object.entries(written);
  const isText = typeof body === "string" && actionOf(kind)?.heard === true;
  const isChoice = node.kind !== "menu" && isOfMenu(node.kind);
  const does = isChoice
    ? choiceWords(node.properties)
    : isEmpty(body)
      ? ""
      : `${isText ? "says " : ""}${spelled(body as never)}`;
  const next = Object.entries(node.transitions).map(([name, to]) =>
    name === "next" ? `then ${to}` : `${isOfMenu(node.kind) ? keyName(name) : name} -> ${to}`,
  );
  const parts = [
    `${printableLine(`${id} (${isChoice ? "choice" : kind})`)}${does === "" ? "" : `: ${does}`}`,
    printableLine(next.join(", ")),
  ];
  return { sign: change === "added" ? "+" : "-", text: parts.filter(Boolean).join("; "), node: id, ...place };
}

function isEmpty(body: unknown): boolean {
  return body === undefined || body === null || (typeof body === "object" && Object.keys(body).length === 0);
}

/**
 * Changed values, in the terms of a definition if a definition can express both versions of the node; otherwise, in
 * Archy's terms.
 */
function valuesOf(change: Kept, sides: Sides): Change[] {
  const { id, was = id, kind, kindWas, values } = change;
  if (values.length === 0) return [];
  const [old, now] = [actionIn(sides.old.node(was)), actionIn(sides.now.node(id))];
  const spoken = new Set([...spokenTexts(sides.before, was), ...spokenTexts(sides.after, id)]);
  if (kindWas !== undefined && now) {
    const [body] = Object.values(now);
    return isEmpty(body) ? [] : [changeOf({ subject: id, path: kind }, { to: body as never })];
  }
  if (old && now) {
    const called = moduleOf(change, sides);
    const found = valueChanges(old as never, now as never)
      // Omits the module's key, because the change already states its name.
      .filter(({ path }) => called.length === 0 || path.length !== 1)
      .map((one) => valueChange({ id, kind }, one, spoken));
    if (called.length + found.length > 0) return [...called, ...found];
  }
  return values.map((one) => valueChange({ id, kind }, { ...one, path: [kind, ...one.path] }, spoken));
}

/** The node as written in a definition, without its name and transitions. */
function actionIn(written: Written | undefined): Written | undefined {
  if (!written) return undefined;
  const { on: _on, then: _then, name: _name, ...action } = written;
  return action;
}

function moduleOf({ id, was = id, kind }: Kept, { before, after }: Sides): Change[] {
  const [from, to] = [before.nodes.get(was), after.nodes.get(id)].map((node) => node?.properties["module"]);
  if (kind !== "callModule" || typeof from !== "string" || typeof to !== "string" || from === to) return [];
  return [instead(`${id} calls`, from, to)];
}

/** `process calls "Processor 2" instead of "Processor"` */
function instead(label: string, from: string, to: string): Change {
  const shown = printableLine(label);
  return { sign: "~", text: `${shown} ${spelled(to)} instead of ${spelled(from)}`, values: { label: shown, from, to } };
}

function valueChange(
  { id, kind }: { readonly id: NodeId; readonly kind: string },
  given: ValueChange,
  spoken: ReadonlySet<string>,
): Change {
  // The keys of a module call are siblings of its module.
  const inner = { ...given, path: given.path[0] === kind ? given.path.slice(1) : given.path };
  const change = isOfMenu(kind) ? menuValue(inner) : inner;
  const { path, from, to } = change;
  const info = actionOf(kind);
  const texts = [from, to].filter((value) => typeof value === "string");
  const isText = texts.length > 0 && texts.length === [from, to].filter((value) => value !== undefined).length;
  const isSpoken =
    texts.some((text) => spoken.has(text)) || (path.length === 0 && info?.heard === true && !info.leaves);
  if (isText && isSpoken) {
    // If an action has only one text, the name of the property adds no information.
    const isMain = path.length === 0 || spoken.size <= 2;
    return changeOf({ subject: isMain ? id : `${id} (${pathWords(path)})`, verb: "says" }, change, { spoken: true });
  }
  if (info?.leaves && typeof from === "string" && typeof to === "string") {
    const [key] = path;
    if (path.length === 0) return instead(`${id} transfers to`, from, to);
    if (path.length === 1 && isTarget(kind, String(key))) return instead(`${id} transfers to the ${key}`, from, to);
  }
  return changeOf({ subject: id, path: path.length === 0 ? kind : pathWords(path) }, change);
}

function transitionsOf({ id, kind, transitions }: Kept): Change[] {
  return transitions.map(({ transition, from, to }): Change => {
    const named = isOfMenu(kind) ? keyName(transition) : transition;
    const name = transition === "next" ? "then" : `${named} transition`;
    const label = printableLine(`${id}: ${name}`);
    const values = { label, from, to };
    if (from === undefined) return { ...line("+", `${id}: new ${name} -> ${to}`), values };
    if (to === undefined) return { ...line("-", `${id}: ${name} to ${from} is removed`), values };
    return { ...line("~", `${label} ${from} -> ${to}`), values };
  });
}

/**
 * The changes to a menu, without the consequences of a changed key: the transition with the key's name, and the choice
 * as the default.
 */
function withoutOtherKeys(change: Kept): Kept {
  const { transitions, values } = change;
  const added = new Map(
    transitions.flatMap(({ transition, from, to }) => (from === undefined ? [[to, transition]] : [])),
  );
  const keys = new Map(
    transitions.flatMap(({ transition, from, to }): [string, string][] => {
      const now = to === undefined ? added.get(from) : undefined;
      return now !== undefined && isKey(transition) && isKey(now) ? [[transition, now]] : [];
    }),
  );
  if (keys.size === 0) return change;
  const others = new Set(keys.values());
  return {
    ...change,
    transitions: transitions.filter(({ transition, from, to }) => {
      if (to === undefined) return !keys.has(transition);
      return from !== undefined || !others.has(transition);
    }),
    values: values.filter(
      ({ path, from, to }) => path[0] !== "defaultChildMenuRef" || keys.get(String(from)) !== String(to),
    ),
  };
}

function isOfMenu(kind: string): boolean {
  return /^menu(?![a-z])/.test(kind);
}

/** A changed value of a menu or a choice, in the terms of a definition: `digit 2 -> 3`, `say[1]`, `default key 2`. */
function menuValue(change: ValueChange): ValueChange {
  const [first, , third, ...rest] = change.path;
  if (first === "speechRecTerms" && third === "terms") return { ...change, path: ["say", ...rest] };
  if (first === "dtmf") return { ...change, from: keyOf(change.from), to: keyOf(change.to), path: ["digit"] };
  if (first === "defaultChildMenuRef") return { ...change, ...defaults(change), path: ["default"] };
  return change;
}

/** The input that selects a menu choice: `digit 2, say order`. */
function choiceWords(properties: ArchyMap): string {
  const { dtmf, globalDtmf, globalSpeechRecTerms, speechRecTerms } = properties;
  const [language] = Object.values((speechRecTerms ?? {}) as Readonly<Record<string, { readonly terms?: unknown }>>);
  const terms = Array.isArray(language?.terms) ? language.terms : [];
  const parts = [
    ...(dtmf === undefined ? [] : [`digit ${String(keyOf(dtmf))}`]),
    ...(terms.length === 0 ? [] : [`say ${terms.join(", ")}`]),
    ...(globalDtmf === true || globalSpeechRecTerms === true ? ["everywhere"] : []),
  ];
  return printableLine(parts.join(", "));
}

function defaults({ from, to }: ValueChange): Pick<ValueChange, "from" | "to"> {
  const named = (value: ArchyValue | undefined) => (typeof value === "string" ? keyName(value) : value);
  return { from: named(from), to: named(to) };
}

/** The name of a menu transition: the key that callers press, or the choice. */
function keyName(transition: string): string {
  return isKey(transition) ? `key ${transition.replace("digit_", "")}` : transition;
}

function isKey(transition: string): boolean {
  return /^(digit_\d|star|pound)$/.test(transition);
}

/** `2` for `digit_2`. */
function keyOf(value: ArchyValue | undefined): ArchyValue | undefined {
  if (typeof value !== "string") return value;
  const [, digit] = /^digit_(\d)$/.exec(value) ?? [];
  return digit === undefined ? value : Number(digit);
}
