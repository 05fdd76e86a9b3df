import {
  type FlowGraph,
  type NodeChange,
  type NodeId,
  type ValueChange,
  valueChanges,
} from "@genesys-flows/architect";
import type { WrittenParts } from "@genesys-flows/architect/versions";
import type { Change } from "../model/report.ts";
import { changeOf, pathWords, placeOf, spelled, spokenTexts } from "./sentences.ts";

/** Both versions of a flow. */
export interface Sides {
  readonly before: FlowGraph;
  readonly after: FlowGraph;
  readonly old: WrittenParts;
  readonly now: WrittenParts;
  /** The new id of a node of the version before. */
  renamed(id: NodeId): NodeId;
}

type Kept = Exclude<NodeChange, { readonly node: unknown }>;
type Map_ = Readonly<Record<string, unknown>>;

/** What changed in a node, or that it is new or gone. */
export function nodeChanges(change: NodeChange, sides: Sides): Change[] {
  const place = placeOf(change.location);
  if ("node" in change) return [presence(change, sides, place)];
  const { id, was, moved, kind, kindWas, name, nameWas } = change;
  const more = { node: id, ...place };
  const isNamed = nameWas !== undefined && !(nameWas === was && name === id);
  const found: Change[] = [
    ...(was === undefined || isNamed ? [] : [{ sign: ">" as const, text: `${id}: was called ${was}`, ...more }]),
    ...(moved ? [{ sign: ">" as const, text: `${id}: moved to another place in the flow`, ...more }] : []),
    ...(kindWas === undefined
      ? []
      : [changeOf({ subject: id, path: "is now" }, {}, more)].map(() => ({
          sign: "~" as const,
          text: `${id}: ${kind} instead of ${kindWas}`,
          ...more,
        }))),
    ...(isNamed ? [changeOf({ subject: id, path: "name" }, { from: nameWas, to: name }, more)] : []),
    ...valuesOf(change, sides).map((value) => ({ ...value, ...more })),
    ...transitionsOf(change).map((value) => ({ ...value, ...more })),
  ];
  return found.length > 0 ? found : [{ sign: "~", text: `${id}: changed`, ...more }];
}

/** A new node, and what it does; or one that is gone. */
function presence(
  { change, id, node }: Extract<NodeChange, { readonly node: unknown }>,
  { old, now }: Sides,
  place: Pick<Change, "place">,
): Change {
  const written = (change === "added" ? now : old).node(id);
  const { on: _on, then: _then, name: _name, ...action } = (written ?? {}) as Map_;
  const [[kind, body] = [node.kind, undefined]] = Object.entries(action);
  const does = body === undefined || isEmpty(body) ? kind : `${kind} ${spelled(body as never)}`;
  const ways = Object.entries(node.transitions).map(([name, to]) =>
    name === "next" ? `then ${to}` : `${name} -> ${to}`,
  );
  const text = [`${id}: ${does}`, ...ways].join(", ");
  return { sign: change === "added" ? "+" : "-", text, node: id, ...place };
}

function isEmpty(body: unknown): boolean {
  return body === null || (typeof body === "object" && Object.keys(body).length === 0);
}

/** Changed values, by a definition's words where it can express both versions of the node, else by Archy's. */
function valuesOf(change: Kept, sides: Sides): Change[] {
  const { id, was = id, kind, kindWas, values } = change;
  if (values.length === 0) return [];
  const [old, now] = [actionOf(sides.old.node(was)), actionOf(sides.now.node(id))];
  const spoken = new Set([...spokenTexts(sides.before, was), ...spokenTexts(sides.after, id)]);
  if (old && now && kindWas === undefined) {
    const called = kind === "callModule" ? calls(change, sides) : [];
    const found = valueChanges(old as never, now as never)
      .filter(({ path }) => !(called.length > 0 && path.length === 1 && path[0] === "callModule"))
      .map((one) => valueChange(id, one, spoken));
    if (called.length + found.length > 0) return [...called, ...found];
  }
  if (kindWas !== undefined && now) {
    const [[, body] = []] = Object.entries(now);
    return isEmpty(body ?? null) ? [] : [changeOf({ subject: id, path: kind }, { to: body as never })];
  }
  return values.map((one) => valueChange(id, { ...one, path: [kind, ...one.path] }, spoken));
}

/** The written node without name and transitions. */
function actionOf(written: Map_ | undefined): Map_ | undefined {
  if (!written) return undefined;
  const { on: _on, then: _then, name: _name, ...action } = written;
  return action;
}

function calls({ id, was = id }: Kept, { before, after }: Sides): Change[] {
  const [from, to] = [before.nodes.get(was), after.nodes.get(id)].map((node) => node?.properties["module"]);
  if (typeof from !== "string" || typeof to !== "string" || from === to) return [];
  const text = `${id} calls ${spelled(to)} instead of ${spelled(from)}`;
  return [{ sign: "~", text, values: { label: `${id} calls`, from, to } }];
}

function valueChange(id: NodeId, change: ValueChange, spoken: ReadonlySet<string>): Change {
  const [, ...path] = change.path;
  const texts = [change.from, change.to].filter((value) => value !== undefined);
  const isSpoken = texts.length > 0 && texts.every((text) => typeof text === "string" && spoken.has(text));
  if (isSpoken) {
    const [last] = path;
    const isMain = path.length === 0 || last === "prompt" || last === "audio" || last === "inputAudio";
    const what = isMain ? id : `${id} (${pathWords(path)})`;
    return changeOf({ subject: what, verb: "says" }, change, { spoken: true });
  }
  const where = path.length === 0 ? String(change.path[0]) : pathWords(path);
  return changeOf({ subject: id, path: where }, change);
}

function transitionsOf({ id, transitions }: Kept): Change[] {
  return transitions.map(({ transition, from, to }): Change => {
    const name = transition === "next" ? "then" : `${transition} transition`;
    const label = `${id}: ${name}`;
    const values = { label, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
    if (from === undefined) return { sign: "+", text: `${id}: new ${name} -> ${to}`, values };
    if (to === undefined) return { sign: "-", text: `${id}: ${name} to ${from} is removed`, values };
    return { sign: "~", text: `${label} ${from} -> ${to}`, values };
  });
}
