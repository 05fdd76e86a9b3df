import { type ArchyMap, getText } from "@genesys-flows/architect";
import { builtInNamed } from "@genesys-flows/architect/expression";
import type { Json } from "../expression/values.ts";
import type { RunnableFlow } from "../run/flow.ts";
import type { Accepts, Answer, Question, WorldAnswer } from "../run/types.ts";
import { declaredAnswer, type Stage } from "../stage/stage.ts";
import type { ComparedLiterals, Literal } from "./literals.ts";
import { flowsWithin, nodesByPlace, placeKey } from "./places.ts";

type Asked = Exclude<Question, { asks: "customer" }>;
type Outputs = Readonly<Record<string, Json>>;

/** Combinations of outputs that are tried at most; past that, each value is tried once. */
const COMBINATIONS = 16;
/** Rows of a declared table that are tried at most. */
const ROWS = 4;
const DIGITS = "1234567890";
const CALLER = "+13175550199";
const CALLED = "+13175550100";

/** What customers and the world may answer to the questions of a flow: finite, the most usual answer first. */
export class Alternatives {
  readonly #flows: readonly RunnableFlow[];
  readonly #stage: Stage;
  readonly #literals: ComparedLiterals;

  constructor(flow: RunnableFlow, stage: Stage, literals: ComparedLiterals) {
    this.#flows = flowsWithin(flow);
    this.#stage = stage;
    this.#literals = literals;
  }

  /** @param isFirst of the customer's acts: a customer may hang up there */
  of(question: Question, isFirst: boolean): readonly Answer[] {
    if (question.asks !== "customer") return distinct(this.#world(question));
    const hangsUp: Answer[] = isFirst ? [{ does: "hangs up" }] : [];
    return distinct([...this.#customer(question), { does: "nothing" }, ...hangsUp]);
  }

  /** Values of a variable of the platform; undefined where the flow compares it with nothing. */
  builtIn(name: string): readonly (Json | undefined)[] {
    const known = builtInNamed(name);
    const numbers: Json[] = /^call\.ani$/i.test(name) ? [CALLER] : /^call\.calledaddress$/i.test(name) ? [CALLED] : [];
    const found = this.#literals.properties(name).flatMap(({ name: path, literals }): Json[] => {
      if (path === name.toLowerCase()) return valuesOf(known?.type, literals);
      const property = known?.properties?.find((one) => path === `${name}.${one}`.toLowerCase());
      if (property === undefined) return [];
      const unset = Object.fromEntries((known?.properties ?? []).map((one) => [one, null]));
      return valuesOf("string", literals).map((value) => ({ ...unset, [property]: value }));
    });
    return distinct<Json | undefined>([...numbers, ...found, undefined]);
  }

  #customer({ accepts, place }: Extract<Question, { asks: "customer" }>): Answer[] {
    if (accepts.choices) return [...choices(accepts), ...this.#writes(accepts, place)];
    if (accepts.digits) return this.#digits(accepts.digits, place);
    return this.#writes(accepts, place);
  }

  #writes({ text }: Accepts, place: Question["place"]): Answer[] {
    return text ? valuesOf("string", this.#boundAt(place)).map((said) => ({ does: "writes", text: String(said) })) : [];
  }

  #digits({ min, max, terminator, already }: NonNullable<Accepts["digits"]>, place: Question["place"]): Answer[] {
    const length = Math.max(min, Math.min(max, 10));
    const usual = DIGITS.repeat(Math.ceil(length / 10)).slice(already.length, length);
    const compared = this.#boundAt(place)
      .map(String)
      .filter((text) => /^\d+$/.test(text) && text.length >= min && text.length <= max);
    const end = (keys: string) => (keys.length < max && terminator !== undefined ? `${keys}${terminator}` : keys);
    const few: Answer[] = min > 1 && already === "" ? [{ does: "presses", keys: "1" }] : [];
    const whole = [usual, ...compared].filter((keys) => keys !== "");
    return [...whole.map((keys): Answer => ({ does: "presses", keys: end(keys) })), ...few];
  }

  /** The literals of the variable that an action collects its input in. */
  #boundAt(place: Question["place"]): readonly Literal[] {
    for (const flow of this.#flows) {
      const node = nodesByPlace(flow).get(placeKey(place));
      if (!node) continue;
      return boundIn(node.properties).flatMap((variable) => this.#literals.of(flow, variable));
    }
    return [];
  }

  #world(question: Asked): WorldAnswer[] {
    // An object of any name is said to exist; only of declared ones it is known.
    const declared =
      question.asks === "object" && !this.#isDeclared(question) ? undefined : declaredAnswer(this.#stage, question);
    const paths = question.paths.flatMap((path) => this.#onPath(question, path));
    return [...(declared ? [declared] : []), ...paths];
  }

  #onPath(question: Asked, path: string): WorldAnswer[] {
    switch (question.asks) {
      case "dataAction":
        if (path === "timeout") return [{ path, tookMs: question.timeoutMs ?? 0 }];
        return path === "success" ? this.#outputs(question).map((outputs) => withOutputs(path, outputs)) : [{ path }];
      case "tableRow":
        // A key that is not set finds nothing.
        if (path !== "found") return [{ path }];
        return question.key === undefined ? [] : this.#rows(question).map((outputs) => ({ path, outputs }));
      case "unknown":
        return this.#outputs(question).map((outputs) => withOutputs(path, outputs));
      case "object":
        return this.#isDeclared(question) ? [] : [{ path }];
      case "transfer":
        return [path === "transferred" ? { path, answersAfterMs: 0 } : { path }];
      case "emergencyGroup":
      case "schedule":
      case "send":
        return [{ path }];
      case "scheduleGroup":
        return path === "emergency" && question.emergencyGroup === undefined ? [] : [{ path }];
    }
  }

  #isDeclared({ type, name }: Extract<Asked, { asks: "object" }>): boolean {
    const names = this.#stage.declared.names.get(type) ?? new Set<string>();
    return [...names].some((one) => one.toLowerCase() === name.toLowerCase());
  }

  /** Rows of a table: as files declare them, and with the values that the flow compares its columns with. */
  #rows(question: Extract<Asked, { asks: "tableRow" }>): Outputs[] {
    const declared = Object.values(this.#stage.declared.tables.get(question.name) ?? {}).slice(0, ROWS);
    return [...declared, ...this.#outputs(question)];
  }

  #outputs(question: Extract<Asked, { outputs: unknown }>): Outputs[] {
    const names = Object.keys(question.outputs);
    if (names.length === 0) return [{}];
    const values = names.map((name) => valuesOf(question.outputs[name], this.#outputLiterals(question, name)));
    return [...combined(names, values), {}];
  }

  /** The literals of the variable that an output is bound to. */
  #outputLiterals({ place }: Asked, output: string): readonly Literal[] {
    for (const flow of this.#flows) {
      const node = nodesByPlace(flow).get(placeKey(place));
      const variable = node && bindingOf(node.properties, output);
      if (variable !== undefined) return this.#literals.of(flow, variable);
    }
    return [];
  }
}

const withOutputs = (path: string, outputs: Outputs): WorldAnswer =>
  Object.keys(outputs).length === 0 ? { path } : { path, outputs };

function choices({ choices: all = [] }: Accepts): Answer[] {
  return all.flatMap(({ key, terms: [term] }): Answer[] => {
    if (key !== undefined) return [{ does: "presses", keys: key }];
    return term === undefined ? [] : [{ does: "says", text: term }];
  });
}

/** Values of a type that decide differently: each literal, beside it for numbers, and another one. */
export function valuesOf(type: string | undefined, literals: readonly Literal[]): Json[] {
  switch (type) {
    case "boolean":
      return [true, false];
    case "integer":
    case "decimal":
    case "duration":
    case "currency": {
      const numbers = literals.map(Number).filter(Number.isFinite);
      return distinct([...numbers.flatMap((one) => [one, one - 1, one + 1]), ...(numbers.length === 0 ? [1, 0] : [])]);
    }
    case "dateTime":
      return ["2026-01-05T12:00:00Z"];
    case "phoneNumber":
      return [CALLER, ...literals.map(String)];
    case "emailAddress":
      return ["someone@example.com"];
    case "json":
      return [{}];
    default:
      if (type?.endsWith("Collection")) return [valuesOf(type.slice(0, -"Collection".length), literals), []];
      return distinct([...literals.map(String), literals.length === 0 ? "some text" : "something else"]);
  }
}

/** Every combination, where there are few; else each value once, beside the first ones of the others. */
function combined(names: readonly string[], values: readonly (readonly Json[])[]): Outputs[] {
  const count = values.reduce((product, { length }) => product * length, 1);
  const named = (of: readonly (Json | undefined)[]) =>
    Object.fromEntries(names.map((name, at) => [name, of[at] as Json]));
  if (count <= COMBINATIONS)
    return values
      .reduce<Json[][]>((rows, column) => rows.flatMap((row) => column.map((value) => [...row, value])), [[]])
      .map(named);
  const first = values.map(([one]) => one);
  return values.flatMap((column, at) => column.map((value) => named(first.with(at, value))));
}

/** The variable that an output of an action is bound to, wherever its properties say so. */
function bindingOf(properties: ArchyMap, output: string): string | undefined {
  for (const [name, value] of entriesIn(properties)) {
    const variable = name === output ? getText(value, "var") : undefined;
    if (variable !== undefined) return variable;
  }
  return undefined;
}

const boundIn = (properties: ArchyMap): string[] =>
  [...entriesIn(properties)].flatMap(([, value]) => getText(value, "var") ?? []);

function* entriesIn(value: ArchyMap[keyof ArchyMap]): Generator<readonly [string, ArchyMap[keyof ArchyMap]]> {
  if (Array.isArray(value)) for (const item of value) yield* entriesIn(item);
  else if (typeof value === "object" && value !== null)
    for (const entry of Object.entries(value as ArchyMap)) {
      yield entry;
      yield* entriesIn(entry[1]);
    }
}

/** Each once, by its content. */
export function distinct<T>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one) ?? "", one])).values()];
}
