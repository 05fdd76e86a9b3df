import {
  type ArchyMap,
  type ArchyValue,
  get,
  getList,
  getMap,
  getText,
  isMap,
  pathOf,
  singleEntry,
  switchTests,
} from "@genesys-flows/architect";
import { type Expression, parseExpression, visit } from "@genesys-flows/architect/expression";
import type { RunnableFlow } from "../run/flow.ts";
import { flowsWithin } from "./places.ts";

export type Literal = string | number | boolean;

const COMPARES: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);
/** Functions that compare a text with another one. */
const COMPARING = /^(contains\w*|startswith|endswith|findstring\w*|is\w+)$/i;

/**
 * The literals that variables of a flow and of its modules are compared with: what decides which way a conversation goes. Variables
 * that are set from one another (`updateData`, inputs and outputs of modules) share theirs. Names without regard to case.
 */
export class ComparedLiterals {
  readonly #literals = new Map<string, Set<Literal>>();
  /** Of each variable, another one that shares its literals. */
  readonly #same = new Map<string, string>();

  constructor(flow: RunnableFlow) {
    for (const one of flowsWithin(flow)) this.#read(one);
  }

  /** The literals of a variable in a flow, in the order of the flow. */
  of(flow: RunnableFlow, variable: string): readonly Literal[] {
    const root = this.#root(key(flow, variable));
    return [...this.#literals].flatMap(([name, literals]) => (this.#root(name) === root ? [...literals] : []));
  }

  /** Variables of the platform with a name or one that begins with it, as they are written, and their literals. */
  properties(name: string): readonly { readonly name: string; readonly literals: readonly Literal[] }[] {
    const wanted = name.toLowerCase();
    return [...this.#literals].flatMap(([id, literals]) => {
      const variable = id.slice(id.indexOf("|") + 1);
      return variable === wanted || variable.startsWith(`${wanted}.`)
        ? [{ name: variable, literals: [...literals] }]
        : [];
    });
  }

  #read(flow: RunnableFlow): void {
    for (const node of flow.graph.nodes.values()) {
      for (const text of expressionsIn(node.properties)) this.#compare(flow, text);
      this.#switch(flow, node.properties);
      if (node.kind === "updateData") this.#assign(flow, node.properties);
      if (node.kind === "callModule" || node.kind === "callCommonModule") this.#call(flow, node.properties);
    }
  }

  #compare(flow: RunnableFlow, text: string): void {
    const tree = treeOf(text);
    for (const part of tree ? visit(tree) : []) {
      const compares =
        part.type === "binary" ? COMPARES.has(part.operator) : part.type === "call" && COMPARING.test(part.name);
      if (!compares) continue;
      const literals = literalsIn(part);
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

function treeOf(text: string): Expression | undefined {
  const parsed = parseExpression(text);
  return parsed.ok ? parsed.expression : undefined;
}

/** Every expression in the properties of a node. */
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

function literalsIn(tree: Expression): Literal[] {
  return [...visit(tree)].flatMap((part) => {
    if (part.type !== "literal") return [];
    return [part.value];
  });
}

/** Variables in an expression, with the properties of their values: `Message.Message.body`, and `Message.Message` itself. */
function variablesIn(tree: Expression): string[] {
  return [...visit(tree)].flatMap((part) => pathOf(part) ?? []);
}
