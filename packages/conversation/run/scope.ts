import {
  type ArchyValue,
  type FlowNode,
  get,
  getMap,
  NameMap,
  type NodeId,
  type OutcomeContract,
} from "@genesys-flows/architect";
import { builtInNamed, isUserScope } from "@genesys-flows/architect/expression";
import { constantNamed } from "../expression/constants.ts";
import type { Environment } from "../expression/environment.ts";
import { textOf } from "../expression/text.ts";
import { type Json, notSet, scalar, type Value } from "../expression/values.ts";
import { bareName, placeOf, type RunnableFlow } from "./flow.ts";
import type { Talk } from "./talk.ts";
import type { Course, Destination, Happening, Place } from "./types.ts";
import { fromJson, ofType, wrapped } from "./wrappers.ts";

/** How a list of nodes ended without leaving the conversation. */
export interface End {
  /** The output path of a task, or the outcome of a module. */
  readonly path: string;
  readonly endsFlow: boolean;
}

/** Runs the targets of an action. Nodes of a task or module return to the action; other flows end the conversation. */
export interface Runs {
  /** Runs nodes, starting at a given node, until nothing follows. */
  nodes(scope: Scope, start: NodeId | undefined): Course<End>;
  flow(from: Departure, flow: RunnableFlow): Course<void>;
  queue(from: Departure, to: Destination, answersAfterMs: number | undefined): Course<void>;
}

/** The action that transfers the conversation elsewhere. */
export interface Departure {
  readonly scope: Scope;
  readonly talk: Talk;
  readonly place: Place;
  happens(event: Happening): Course<unknown>;
}

/** One flow of a conversation, with its variables. */
export class Scope {
  readonly talk: Talk;
  readonly flow: RunnableFlow;
  /** The current iteration of each running loop, by node. */
  readonly turns = new Map<NodeId, number>();
  readonly environment: Environment;
  /** By lower-case name. */
  readonly #variables = new Map<string, { readonly name: string; readonly type: string | undefined; value: Value }>();
  /** Menus that the caller passed through, most recent first. */
  readonly menus: NodeId[] = [];

  readonly runs: Runs;

  constructor(talk: Talk, flow: RunnableFlow, runs: Runs) {
    this.talk = talk;
    this.flow = flow;
    this.runs = runs;
    talk.variables.set(flow.name, () => this.variables());
    this.environment = {
      get now() {
        return talk.time;
      },
      languages: {
        default: flow.graph.defaultLanguage ?? "en-us",
        supported: Object.keys(getMap(flow.graph.settings, "supportedLanguages") ?? {}),
      },
      variable: (name) => this.variable(name),
      assume: (assumption) => void talk.assumptions.add(assumption),
    };
  }

  /** Starts the flow: initialises its variables. @throws EvaluationError when an initial value is invalid */
  begins(): void {
    this.declare(this.flow.graph.variables);
  }

  /** Sets inputs by name, with or without scope. */
  takes(inputs: Readonly<Record<string, Json>>): void {
    const given = new NameMap(Object.entries(inputs));
    for (const { name, type, isInput } of this.flow.graph.variables) {
      const value = given.get(name) ?? given.get(bareName(name));
      if (isInput && value !== undefined) this.set(name, fromJson(value, type));
    }
  }

  /** Enters a task or state again and, depending on the assumption, resets its variables. */
  entersAgain(variables: RunnableFlow["graph"]["variables"]): void {
    const changed = variables.filter(({ name, type, initialValue }) => {
      const now = this.#variables.get(name.toLowerCase())?.value;
      const initial = wrapped(initialValue, this.environment, type);
      return now !== undefined && JSON.stringify(now) !== JSON.stringify(initial);
    });
    if (changed.length > 0 && this.talk.assumed("task-variables") === "start-anew") this.declare(changed);
  }

  /** A called task starts with its own variables. @returns a function that restores the caller's */
  opensTask(variables: RunnableFlow["graph"]["variables"]): () => void {
    const own = () => [...this.#variables].filter(([name]) => name.startsWith("task."));
    const before = own();
    for (const [name] of before) this.#variables.delete(name);
    this.declare(variables);
    return () => {
      for (const [name] of own()) this.#variables.delete(name);
      for (const [name, variable] of before) this.#variables.set(name, variable);
    };
  }

  /** Sets the types and initial values of variables. */
  declare(variables: RunnableFlow["graph"]["variables"]): void {
    for (const { name, type, initialValue } of variables)
      this.#variables.set(name.toLowerCase(), { name, type, value: wrapped(initialValue, this.environment, type) });
  }

  typeOf(name: string): string | undefined {
    return this.#variables.get(name.toLowerCase())?.type ?? builtInNamed(name)?.type;
  }

  variable(name: string): Value | undefined {
    const own = this.#variables.get(name.toLowerCase());
    if (own) return own.value;
    if (/^flow\.startdatetimeutc$/i.test(name))
      return scalar("dateTime", Math.floor(this.talk.world.at.getTime() / 1000));
    const { written } = this.talk;
    if (written !== undefined && /^(email|message)\.message\.body$/i.test(name))
      if (this.talk.assumed("later-messages") === "are-the-message") return scalar("string", written);
    const given = this.talk.world.builtIn?.(name);
    const known = builtInNamed(name);
    if (given !== undefined) return fromJson(given, known?.type);
    // A property of a variable, such as `Message.Message.body`, has no separate declaration: only the variable has a
    // value.
    if (!known) return this.#undeclared(name);
    if (this.#isConstant(name)) return undefined;
    this.talk.assumed("built-in-variables");
    return ofType(notSet, known.type ?? "json");
  }

  /** Exports omit declarations of variables that an action sets (reference/archy.md §a). */
  #undeclared(name: string): Value | undefined {
    if (!isUserScope(name.split(".")[0] ?? "")) return undefined;
    return this.talk.assumed("undeclared-variables") === "are-not-set" ? notSet : undefined;
  }

  /** Whether the expression evaluator provides the value: `System.MaxInt`, `Flow.StartDateTimeUtc`. */
  #isConstant(name: string): boolean {
    return constantNamed(name, this.environment) !== undefined;
  }

  set(name: string, value: Value): void {
    const own = this.#variables.get(name.toLowerCase());
    if (own) own.value = ofType(value, own.type);
    // Exports omit task variables that an action sets (reference/archy.md §a).
    else this.#variables.set(name.toLowerCase(), { name, type: undefined, value });
  }

  /** The outcome for the value of a module's outcome variable; undefined if it matches no named outcome. */
  outcome({ from, outcomes }: OutcomeContract): string | undefined {
    const value = this.variable(from);
    const text = value && textOf(value);
    return Object.keys(outcomes).find((name) => outcomes[name]?.some((one) => String(one) === text));
  }

  /** Variables that the flow declares or has set, by name. */
  variables(): Record<string, Value> {
    return Object.fromEntries([...this.#variables.values()].map(({ name, value }) => [name, value]));
  }

  value(wrapper: ArchyValue | undefined, type?: string): Value {
    return wrapped(wrapper, this.environment, type);
  }

  /** A flow setting for actions of a kind. */
  actionDefault(kind: string, name: string): ArchyValue | undefined {
    return get(getMap(getMap(this.flow.graph.settings, "settingsActionDefaults"), kind), name);
  }

  place(node?: FlowNode): Place {
    return placeOf(this.flow, node);
  }
}
