import {
  type ArchyMap,
  type ArchyValue,
  get,
  getList,
  getMap,
  getText,
  isMap,
  singleEntry,
  switchTests,
} from "@genesys-flows/architect";
import { type Expression, parseExpression, visit } from "@genesys-flows/architect/expression";
import type { RunnableFlow } from "../run/flow.ts";
import { flowsWithin } from "./places.ts";

export type Literal = string | number | boolean;

const COMPARES: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);
/** Functions that compare strings. */
const COMPARING = /^(areequal|contains\w*|startswith|endswith|findstring\w*|is\w+)$/i;

/**
 * The literals with which a flow and its modules compare their variables. The results of these comparisons determine
 * the path of a conversation. Variables that are assigned to each other (`updateData`, inputs and outputs of modules)
 * share their literals. Names are case-insensitive.
 */
export class ComparedLiterals {
  readonly #literals = new Map<string, Set<Literal>>();
  /** Names of variables in their original spelling, with the properties that are read. */
  readonly #written = new Map<string, string>();
  /** For each variable, another variable that shares its literals. */
  readonly #same = new Map<string, string>();

  constructor(flow: RunnableFlow) {
    for (const one of flowsWithin(flow)) this.#read(one);
  }

  /** The literals of a variable in a flow, in flow order. */
  of(flow: RunnableFlow, variable: string): readonly Literal[] {
    const root = this.#root(key(flow, variable));
    return [...this.#literals].flatMap(([name, literals]) => (this.#root(name) === root ? [...literals] : []));
  }

  /**
   * Platform variables with the given name or name prefix, and their literals. `below` contains the names of the
   * properties; `[]` means a list item.
   */
  properties(name: string): readonly { readonly below: readonly string[]; readonly literals: readonly Literal[] }[] {
    const wanted = name.toLowerCase();
    return [...this.#literals].flatMap(([id, literals]) => {
      const variable = id.slice(id.indexOf("|") + 1);
      if (variable !== wanted && !variable.startsWith(`${wanted}.`)) return [];
      const written = this.#written.get(id) ?? variable;
      return [{ below: written.split(".").slice(name.split(".").length), literals: [...literals] }];
    });
  }

  /** The literals of the variables that receive participant data with the given name. */
  ofParticipantData(name: string): readonly Literal[] {
    const root = this.#root(dataKey(name));
    return [...this.#literals].flatMap(([id, literals]) => (this.#root(id) === root ? [...literals] : []));
  }

  #read(flow: RunnableFlow): void {
    for (const node of flow.graph.nodes.values()) {
      for (const text of expressionsIn(node.properties)) this.#compare(flow, text);
      if (node.kind === "getParticipantData") this.#readData(flow, node.properties);
      this.#switch(flow, node.properties);
      if (node.kind === "updateData") this.#assign(flow, node.properties);
      if (node.kind === "callModule" || node.kind === "callCommonModule") this.#call(flow, node.properties);
    }
  }

  #compare(flow: RunnableFlow, text: string): void {
    const tree = treeOf(text);
    for (const part of tree ? visit(tree) : []) {
      const item = pathIn(part);
      if (item?.includes(".[].")) this.#add(flow, item, []);
      const compares =
        part.type === "binary" ? COMPARES.has(part.operator) : part.type === "call" && COMPARING.test(part.name);
      if (!compares) continue;
      // A comparison with the result of a function on other values does not count: IsNotSetOrEmpty(Append("Dear ",
      // Task.name)).
      const literals = part.type === "call" ? part.args.flatMap(directLiteral) : literalsIn(part);
      for (const variable of variablesIn(part)) this.#add(flow, variable, literals);
    }
  }

  #switch(flow: RunnableFlow, properties: ArchyMap): void {
    const { style, subject, cases } = switchTests(properties);
    if (style !== "firstMatch") return;
    const literals = cases.flatMap(({ value }) => literalsOf(value));
    for (const variable of readIn(subject)) this.#add(flow, variable, literals);
  }

  #assign(flow: RunnableFlow, properties: ArchyMap): void {
    for (const item of getList(properties, "statements")) {
      const body = singleEntry(item)?.[1];
      const variable = getText(body, "variable");
      if (variable === undefined) continue;
      for (const read of readIn(get(body, "value"))) this.#join(key(flow, variable), key(flow, read));
    }
  }

  #readData(flow: RunnableFlow, properties: ArchyMap): void {
    for (const item of getList(properties, "attributes")) {
      const pair = getMap(item, "attribute");
      const [name, variable] = [getText(get(pair, "name"), "lit"), getText(pair, "variable")];
      if (name !== undefined && variable !== undefined) this.#join(key(flow, variable), dataKey(name));
    }
  }

  #call(flow: RunnableFlow, properties: ArchyMap): void {
    const module = flow.module(getText(properties, "module") ?? "");
    if (!module) return;
    for (const [input, value] of Object.entries(getMap(properties, "inputs") ?? {}))
      for (const read of readIn(value)) this.#join(key(module, input), key(flow, read));
    for (const [output, binding] of Object.entries(getMap(properties, "outputs") ?? {})) {
      const bound = getText(binding, "var");
      if (bound !== undefined) this.#join(key(module, output), key(flow, bound));
    }
  }

  #add(flow: RunnableFlow, variable: string, literals: readonly Literal[]): void {
    const id = key(flow, variable);
    if (!this.#written.has(id)) this.#written.set(id, variable);
    const known = this.#literals.get(id) ?? new Set();
    this.#literals.set(id, known);
    for (const literal of literals) known.add(literal);
  }

  #join(one: string, other: string): void {
    const [a, b] = [this.#root(one), this.#root(other)];
    if (a !== b) this.#same.set(a, b);
  }

  #root(id: string): string {
    let root = id;
    for (let next = this.#same.get(root); next !== undefined; next = this.#same.get(root)) root = next;
    return root;
  }
}

const key = ({ type, name }: RunnableFlow, variable: string) => `${type} ${name}|${variable.toLowerCase()}`;

const dataKey = (name: string) => `participant data|${name.toLowerCase()}`;

function treeOf(text: string): Expression | undefined {
  const parsed = parseExpression(text);
  return parsed.ok ? parsed.expression : undefined;
}

/** Every expression in a node's properties. */
function* expressionsIn(value: ArchyValue): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* expressionsIn(item);
  else if (isMap(value))
    for (const [name, inner] of Object.entries(value)) {
      if (name === "exp" && typeof inner === "string") yield inner;
      else yield* expressionsIn(inner);
    }
}

/** The variables that a wrapper reads. */
function readIn(wrapper: ArchyValue | undefined): string[] {
  const variable = getText(wrapper, "var");
  if (variable !== undefined) return [variable];
  const text = getText(wrapper, "exp");
  const tree = text === undefined ? undefined : treeOf(text);
  return tree ? variablesIn(tree) : [];
}

function literalsOf(wrapper: ArchyValue): Literal[] {
  const literal = isMap(wrapper) ? wrapper["lit"] : wrapper;
  if (typeof literal === "string" || typeof literal === "number" || typeof literal === "boolean") return [literal];
  const text = getText(wrapper, "exp");
  const tree = text === undefined ? undefined : treeOf(text);
  return tree ? literalsIn(tree) : [];
}

const directLiteral = (part: Expression): Literal[] => (part.type === "literal" ? [part.value] : []);

function literalsIn(tree: Expression): Literal[] {
  return [...visit(tree)].flatMap(directLiteral);
}

/**
 * Variables in an expression, with the properties that are read: `Message.Message.body`, and `Message.Message` itself.
 */
function variablesIn(tree: Expression): string[] {
  return [...visit(tree)].flatMap((part) => pathIn(part) ?? []);
}

/**
 * A variable with properties of its value, in the original spelling: `Chat.Guest.customFields.[].key`, `[]` for a list
 * item.
 */
function pathIn(part: Expression): string | undefined {
  if (part.type === "variable") return part.name;
  const inner = part.type === "member" || part.type === "index" ? pathIn(part.object) : undefined;
  if (inner === undefined) return undefined;
  return part.type === "member" ? `${inner}.${part.property}` : `${inner}.[]`;
}
