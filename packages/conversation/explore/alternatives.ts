import { type ArchyMap, getText } from "@genesys-flows/architect";
import { builtInNamed } from "@genesys-flows/architect/expression";
import type { Json } from "../expression/values.ts";
import type { RunnableFlow } from "../run/flow.ts";
import type { Accepts, Answer, Question, WorldAnswer } from "../run/types.ts";
import { declaredAnswer, type Stage } from "../stage/stage.ts";
import { PARTICIPANT_DATA } from "./choices.ts";
import type { ComparedLiterals, Literal } from "./literals.ts";
import { flowsWithin, nodesByPlace, placeKey } from "./places.ts";
import { CALLER, combined, distinct, objectsOf, valuesOf } from "./values.ts";

type Asked = Exclude<Question, { asks: "customer" }>;
type Outputs = Readonly<Record<string, Json>>;

/** Maximum number of rows of a declared table to try. */
const ROWS = 4;
const DIGITS = "1234567890";
/** The numbers of a call, with their usual values. */
const NUMBERS: readonly (readonly [RegExp, string])[] = [
  [/^call\.ani$/i, CALLER],
  [/^call\.calledaddress$/i, "+13175550100"],
];

/**
 * The possible answers of customers and the world to a flow's questions: a finite list, starting with the most usual.
 */
export class Alternatives {
  readonly #flows: readonly RunnableFlow[];
  readonly #stage: Stage;
  readonly #literals: ComparedLiterals;
  readonly #keys: readonly string[];

  /** @param keys keys of table rows that conversations should use, such as the keys of changed rows */
  constructor(flow: RunnableFlow, stage: Stage, literals: ComparedLiterals, keys: readonly string[] = []) {
    this.#flows = flowsWithin(flow);
    this.#stage = stage;
    this.#literals = literals;
    this.#keys = keys;
  }

  /** @param isFirst whether this is the first act of the customer, who may then also hang up */
  of(question: Question, isFirst: boolean): readonly Answer[] {
    if (question.asks !== "customer") return distinct(this.#world(question));
    const hangsUp: Answer[] = isFirst ? [{ does: "hangs up" }] : [];
    return distinct([...this.#customer(question), { does: "nothing" }, ...hangsUp]);
  }

  /** Values to try for a platform variable or for participant data, including undefined. */
  variable(name: string): readonly (Json | undefined)[] {
    if (name.startsWith(PARTICIPANT_DATA)) return this.#participantData(name.slice(PARTICIPANT_DATA.length));
    const known = builtInNamed(name);
    const usual = NUMBERS.find(([variable]) => variable.test(name))?.[1];
    const numbers: Json[] = usual === undefined ? [] : [usual, ...this.#keys.filter((key) => key.startsWith("+"))];
    const entries = this.#literals.properties(name);
    const own = entries.filter(
      ({ below }) => below.length === 0 && (known?.type !== undefined || entries.length === 1),
    );
    const found = own.flatMap(({ literals }) => valuesOf(known?.type, literals));
    const unset: Json = Object.fromEntries((known?.properties ?? []).map((one) => [one, null]));
    return distinct<Json | undefined>([...numbers, ...found, ...objectsOf(entries, unset), undefined]);
  }

  /** Values of participant data at the start of the conversation; undefined means no value, which is the usual case. */
  #participantData(name: string): readonly (Json | undefined)[] {
    return [undefined, ...valuesOf("string", this.#literals.ofParticipantData(name), name)];
  }

  #customer({ accepts, place }: Extract<Question, { asks: "customer" }>): Answer[] {
    if (accepts.choices) return [...choices(accepts), ...this.#writes(accepts, place)];
    if (accepts.digits) return this.#digits(accepts.digits, place);
    return this.#writes(accepts, place);
  }

  #writes({ text }: Accepts, place: Question["place"]): Answer[] {
    return text ? valuesOf("string", this.#boundAt(place)).map((said) => ({ does: "writes", text: String(said) })) : [];
  }

  #digits(
    { min, max, terminator, alone, already }: NonNullable<Accepts["digits"]>,
    place: Question["place"],
  ): Answer[] {
    const length = Math.max(min, Math.min(max, 10));
    const usual = DIGITS.repeat(Math.ceil(length / 10)).slice(already.length, length);
    const compared = this.#boundAt(place)
      .map(String)
      .filter((text) => /^\d+$/.test(text) && text.length >= min && text.length <= max);
    const end = (text: string) => (text.length < max && terminator !== undefined ? `${text}${terminator}` : text);
    const few: Answer[] = min > 1 && already === "" ? [{ does: "presses", keys: "1" }] : [];
    const single = already === "" ? alone.map((keys): Answer => ({ does: "presses", keys })) : [];
    const keys = this.#keys.filter((key) => /^\d+$/.test(key) && key.length >= min && key.length <= max);
    const whole = [usual, ...compared, ...keys].filter((text) => text !== "");
    return [...whole.map((text): Answer => ({ does: "presses", keys: end(text) })), ...few, ...single];
  }

  /** The literals that the input variable of an action is compared with. */
  #boundAt(place: Question["place"]): readonly Literal[] {
    for (const flow of this.#flows) {
      const node = nodesByPlace(flow).get(placeKey(place));
      if (!node) continue;
      return boundIn(node.properties).flatMap((variable) => this.#literals.of(flow, variable));
    }
    return [];
  }

  #world(question: Asked): WorldAnswer[] {
    // Only declared objects are known to exist; other objects are assumed to exist.
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
        // Looking up a key that is NOT_SET finds nothing.
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

  /**
   * Rows of a table: the rows that files declare, and rows that contain the values with which the flow compares the
   * columns.
   */
  #rows(question: Extract<Asked, { asks: "tableRow" }>): Outputs[] {
    const declared = Object.values(this.#stage.declared.tables.get(question.name) ?? {}).slice(0, ROWS);
    return [...declared, ...this.#outputs(question)];
  }

  #outputs(question: Extract<Asked, { outputs: unknown }>): Outputs[] {
    const names = Object.keys(question.outputs);
    if (names.length === 0) return [{}];
    const values = names.map((name) => valuesOf(question.outputs[name], this.#outputLiterals(question, name), name));
    return [...combined(names, values), {}];
  }

  /** The literals that an output's variable is compared with. */
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

/** The variable that an output of an action is bound to, found anywhere in the action's properties. */
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
