import {
  type ArchyMap,
  type ArchyValue,
  type FlowNode,
  type FlowType,
  get,
  getMap,
  isMap,
  NameMap,
  type NodeId,
  type OutcomeContract,
} from "@genesys-flows/architect";
import { builtInNamed, isUserScope } from "@genesys-flows/architect/expression";
import { constantNamed } from "../expression/constants.ts";
import type { Environment } from "../expression/environment.ts";
import { jsonOf, textOf } from "../expression/text.ts";
import { EvaluationError, isNotSet, type Json, notSet, scalar, type Value } from "../expression/values.ts";
import { type Assumed, chosen, type RunAssumption } from "./assumptions.ts";
import { placeOf, type RunnableFlow } from "./flow.ts";
import type {
  Answer,
  Course,
  CustomerAct,
  Destination,
  Ending,
  Event,
  Place,
  Question,
  WorldAnswer,
  WorldQuestion,
} from "./types.ts";
import { fromJson, milliseconds, ofType, wrapped } from "./wrappers.ts";

/** What a run knows of the world without asking: it does not change what happens next. */
export interface Surroundings {
  /** When the conversation begins. */
  readonly at: Date;
  /** The language that it begins in. Default: that of the flow. */
  readonly language?: string;
  /** Value of a variable of the platform: `Call.Ani`, `Message.Message.body`; undefined where the world gives none. */
  readonly builtIn?: (name: string) => Json | undefined;
  /** Text of a prompt in a language; undefined for one that is not known. `lastsMs` of a recording. */
  readonly prompt?: (
    name: string,
    language: string,
  ) => { readonly text?: string; readonly lastsMs?: number } | undefined;
  /** A flow that a transfer leads to. */
  readonly flow?: (name: string, kind: "transfer" | "inQueue" | "secure" | "bot") => RunnableFlow | undefined;
  /** The in-queue flow of a queue, for conversations of the calling flow's kind. */
  readonly inQueueFlow?: (queue: string) => string | undefined;
  readonly assume?: Assumed;
  /** Actions after which error handling starts. Default: 10,000, the platform's. */
  readonly actions?: number;
}

/** The platform's limits (reference/action-semantics.md, A4). */
const ACTIONS = 10_000;
const ACTIONS_AFTER_FAULT = 1_000;

/** Bounds of the interpreter: flows of one conversation, and tasks and modules that are open at once. */
const FLOWS = 100;
const DEPTH = 200;

/** How a conversation leaves what runs: thrown, because it may leave tasks, modules and queue flows at once. */
export class Leaves {
  readonly ending: Ending;
  readonly place: Place;
  constructor(ending: Ending, place: Place) {
    this.ending = ending;
    this.place = place;
  }
}

/** An agent answers while the customer waits in a queue. */
export class Answered {}

/** An action fails without a failure path: the flow's error handling starts. */
export class Fault extends Error {}

/** Whether an error starts the flow's error handling: an action's, or that of an expression without a value. */
export const isFault = (error: unknown): error is Error => error instanceof Fault || error instanceof EvaluationError;

/** What one conversation has, whichever flow it is in. */
export class Talk {
  readonly world: Surroundings;
  readonly participantData = new Map<string, string>();
  readonly assumptions = new Set<RunAssumption | string>();
  readonly notes = new Map<string, string>();
  /** Keys that were pressed and that nothing has taken yet. */
  keys = "";
  language = "en-us";
  now = 0;
  actions = 0;
  /** Actions that the flow may still run. */
  left: number;
  hasFaulted = false;
  /** Modules, tasks and flows that are open, one inside the other. */
  depth = 0;
  /** Type of the flow that the conversation is in; a module runs in that of its caller. */
  type: FlowType | undefined;
  /** Whether time has passed whose length is an assumption. */
  hasSpoken = false;
  /** Whether actions of modules ran. */
  hasRunModules = false;
  #isPastLimit = false;
  #flows = 0;
  /** When an agent answers, in milliseconds since the start; while the customer waits in a queue. */
  agentAt: number | undefined;
  fault: { readonly message: string; readonly place: Place } | undefined;
  /** Where the action is that runs. */
  at: Place | undefined;
  /** The variables of the first flow. */
  variables: (() => Record<string, Value>) | undefined;

  constructor(world: Surroundings) {
    this.world = world;
    this.left = this.limit;
  }

  /** The choice that holds for an assumption; the run is heard to depend on it. */
  assumed<Name extends RunAssumption>(name: Name): ReturnType<typeof chosen<Name>> {
    this.assumptions.add(name);
    return this.choiceOf(name);
  }

  /** The choice that holds for an assumption, while nothing depends on it. */
  choiceOf<Name extends RunAssumption>(name: Name): ReturnType<typeof chosen<Name>> {
    return chosen(this.world.assume ?? {}, name);
  }

  /** Most actions of one flow. */
  get limit(): number {
    return this.world.actions ?? ACTIONS;
  }

  /** A flow begins, with all its actions. @throws Leaves when flows transfer the conversation to each other without end */
  begins(type: FlowType, place: Place): void {
    this.#flows += 1;
    if (this.#flows > FLOWS)
      throw new Leaves({ ends: "stopped", why: `More than ${FLOWS} flows transferred the conversation.` }, place);
    [this.type, this.left, this.hasFaulted, this.#isPastLimit] = [type, this.limit, false, false];
  }

  /** A task or a module begins inside what runs. @throws Leaves when tasks call each other too deep for the interpreter */
  goesDeeper(place: Place): void {
    this.depth += 1;
    if (this.depth > DEPTH) throw new Leaves({ ends: "stopped", why: `Tasks call each other ${DEPTH} deep.` }, place);
  }

  /** Counts actions. @throws Fault at the limit; Leaves past the actions that error handling has */
  count(place: Place, actions = 1): void {
    this.at = place;
    this.actions += actions;
    this.left -= actions;
    if (this.hasRunModules && this.actions > this.limit) this.assumptions.add("module-actions");
    if (this.left >= 0) return;
    if (this.#isPastLimit) throw new Leaves({ ends: "disconnected" }, place);
    this.#isPastLimit = true;
    throw new Fault(`The flow ran ${this.limit} actions, the most that the platform allows.`);
  }

  /** Starts error handling; past the limit, some more actions are allowed. */
  afterFault(): void {
    this.hasFaulted = true;
    if (this.#isPastLimit) this.left = ACTIONS_AFTER_FAULT;
  }

  /** Time passes that a spoken text takes; its length is an assumption, which matters when the time does. */
  speaks(ms: number): void {
    this.hasSpoken = true;
    if (this.agentAt !== undefined) this.assumptions.add("speech-time");
    this.pass(ms);
  }

  /** The time of the conversation, for what depends on it. */
  get time(): Date {
    if (this.hasSpoken) this.assumptions.add("speech-time");
    return new Date(this.world.at.getTime() + this.now);
  }

  /** Time passes. @throws Answered when an agent answers meanwhile */
  pass(ms: number): void {
    const until = this.now + Math.max(0, ms);
    if (this.agentAt !== undefined && until >= this.agentAt) {
      this.now = Math.max(this.now, this.agentAt);
      throw new Answered();
    }
    this.now = until;
  }
}

/** How nodes came to an end without leaving the conversation. */
export interface End {
  /** The output path of a task; the outcome of a module. */
  readonly path: string;
  readonly endsFlow: boolean;
}

/** Runs what an action leads to: nodes of a task or a module, which return; other flows, which end the conversation. */
export interface Runs {
  /** Runs nodes from one on, until nothing follows. */
  nodes(scope: Scope, start: NodeId | undefined): Course<End>;
  flow(step: Step, flow: RunnableFlow): Course<void>;
  queue(step: Step, to: Destination, answersAfterMs: number | undefined): Course<void>;
}

/** One flow of a conversation, with its variables. */
export class Scope {
  readonly talk: Talk;
  readonly flow: RunnableFlow;
  /** The turn of each loop that is running, by its node. */
  readonly turns = new Map<NodeId, number>();
  readonly environment: Environment;
  /** By their names in lower case. */
  readonly #variables = new Map<string, { readonly name: string; readonly type: string | undefined; value: Value }>();
  /** Menus that led here, the last one first. */
  readonly menus: NodeId[] = [];

  readonly runs: Runs;

  constructor(talk: Talk, flow: RunnableFlow, runs: Runs) {
    this.talk = talk;
    this.flow = flow;
    this.runs = runs;
    talk.variables ??= () => this.variables();
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

  /** The flow begins: its variables get their initial values. @throws EvaluationError for a value that is none */
  begins(): void {
    this.declare(this.flow.graph.variables);
  }

  /** A task or state begins again: so do its variables, as assumed. */
  entersAgain(variables: RunnableFlow["graph"]["variables"]): void {
    const changed = variables.filter(({ name, type, initialValue }) => {
      const now = this.#variables.get(name.toLowerCase())?.value;
      const initial = wrapped(initialValue, this.environment, type);
      return now !== undefined && JSON.stringify(now) !== JSON.stringify(initial);
    });
    if (changed.length > 0 && this.talk.assumed("task-variables") === "start-anew") this.declare(changed);
  }

  /** A called task begins, with variables of its own. @returns what gives the caller's back */
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

  /** Gives variables their types and initial values. */
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
    const given = this.talk.world.builtIn?.(name);
    const known = builtInNamed(name);
    if (given !== undefined) return fromJson(given, known?.type);
    // A property of one, such as `Message.Message.body`, has no row of its own: the variable has the value, or none.
    if (!known) return this.#undeclared(name);
    if (this.#isConstant(name)) return undefined;
    this.talk.assumed("built-in-variables");
    return ofType(notSet, known.type ?? "json");
  }

  /** Exports leave out declarations of variables that an action sets (reference/archy.md §a). */
  #undeclared(name: string): Value | undefined {
    if (!isUserScope(name.split(".")[0] ?? "")) return undefined;
    return this.talk.assumed("undeclared-variables") === "are-not-set" ? notSet : undefined;
  }

  /** Whether expressions know the value: `System.MaxInt`, `Flow.StartDateTimeUtc`. */
  #isConstant(name: string): boolean {
    return constantNamed(name, this.environment) !== undefined;
  }

  set(name: string, value: Value): void {
    const own = this.#variables.get(name.toLowerCase());
    if (own) own.value = ofType(value, own.type);
    // Exports leave variables of tasks out that an action sets (reference/archy.md §a).
    else this.#variables.set(name.toLowerCase(), { name, type: undefined, value });
  }

  /** The outcome that a module's variable says; undefined where it says none of those that are named. */
  outcome({ from, outcomes }: OutcomeContract): string | undefined {
    const value = this.variable(from);
    const text = value && textOf(value);
    return Object.keys(outcomes).find((name) => outcomes[name]?.some((one) => String(one) === text));
  }

  /** The variables that the flow declares or has set, by their names. */
  variables(): Record<string, Value> {
    return Object.fromEntries([...this.#variables.values()].map(({ name, value }) => [name, value]));
  }

  value(wrapper: ArchyValue | undefined, type?: string): Value {
    return wrapped(wrapper, this.environment, type);
  }

  /** A setting of the flow for actions of a kind. */
  actionDefault(kind: string, name: string): ArchyValue | undefined {
    return get(getMap(getMap(this.flow.graph.settings, "settingsActionDefaults"), kind), name);
  }

  place(node?: FlowNode): Place {
    return placeOf(this.flow, node);
  }
}

/** One action as it runs: its properties, and the ways to the world. */
export class Step {
  readonly scope: Scope;
  readonly node: FlowNode;
  /** A node of the same flow from which control came; undefined at the start. */
  readonly from: FlowNode | undefined;

  constructor(scope: Scope, node: FlowNode, from: FlowNode | undefined) {
    this.scope = scope;
    this.node = node;
    this.from = from;
  }

  get talk(): Talk {
    return this.scope.talk;
  }

  get place(): Place {
    return this.scope.place(this.node);
  }

  property(name: string): ArchyValue | undefined {
    return get(this.node.properties, name);
  }

  value(name: string, type?: string): Value {
    return this.scope.value(this.property(name), type);
  }

  text(name: string): string | undefined {
    return textOf(this.value(name, "string"));
  }

  /** Milliseconds of a property, of the flow's default for the action, or the platform's default. */
  duration(name: string, usual: number): number {
    for (const wrapper of [this.property(name), this.scope.actionDefault(this.node.kind, name)]) {
      const given = wrapper === undefined ? undefined : milliseconds(this.scope.value(wrapper, "duration"));
      if (given !== undefined) return given;
    }
    return usual;
  }

  /** Sets the variable that a binding names: `{var: Flow.x}`, or the name alone. */
  bind(binding: ArchyValue | undefined, value: Value): void {
    const name = typeof binding === "string" ? binding : get(binding, "var");
    if (typeof name === "string") this.scope.set(name, value);
  }

  /** Sets the variables of a mapping of outputs: `{id: {var: Flow.id}}`. */
  bindAll(bindings: ArchyMap | undefined, outputs: Readonly<Record<string, Json>> = {}): void {
    const given = new NameMap<Json>();
    for (const [name, value] of Object.entries(outputs)) given.set(name, value);
    for (const [output, binding] of Object.entries(bindings ?? {})) {
      const name = get(binding, "var");
      if (typeof name === "string") this.scope.set(name, fromJson(given.get(output), this.scope.typeOf(name)));
    }
  }

  /** The outputs that a mapping binds, with the types of their variables. */
  boundTypes(bindings: ArchyMap | undefined): Record<string, string | undefined> {
    const bound = Object.entries(bindings ?? {}).flatMap(([output, binding]) => {
      const name = get(binding, "var");
      return typeof name === "string" ? [[output, this.scope.typeOf(name)] as const] : [];
    });
    return Object.fromEntries(bound);
  }

  /** Something happens; the customer may press keys meanwhile, or hang up. @throws Leaves when the customer hangs up */
  *happens(event: Happening): Course<void> {
    const answer = yield { at: this.talk.now, place: this.place, ...event } as Event;
    if (!answer || !("does" in answer)) return;
    yield* this.acts(answer);
    if (answer.does === "presses" && this.talk.assumed("barge-in") === "keys-are-kept") this.talk.keys += answer.keys;
  }

  /** @throws Leaves when the customer hangs up */
  *acts(act: CustomerAct): Course<void> {
    yield { at: this.talk.now, place: this.place, event: "does", act };
    if (act.does === "hangs up") throw new Leaves({ ends: "hung up" }, this.place);
  }

  /** Waits for the customer. @throws Leaves when the customer hangs up */
  *awaits(question: Omit<Extract<Question, { asks: "customer" }>, "asks" | "place">): Course<CustomerAct> {
    const answer = (yield { asks: "customer", place: this.place, ...question }) as Answer | undefined;
    if (!answer || !("does" in answer))
      throw new Leaves({ ends: "stopped", why: "No answer of the customer was given." }, this.place);
    this.talk.pass(answer.does === "nothing" ? question.withinMs : Math.min(answer.afterMs ?? 0, question.withinMs));
    yield* this.acts(answer);
    return answer;
  }

  /**
   * Asks the world, and lets the time pass that it took.
   * @param o.otherwise what holds where the world has no answer
   * @throws Leaves when there is no answer
   */
  *asks(
    question: WorldQuestion,
    paths: readonly string[],
    o: { readonly otherwise?: () => WorldAnswer } = {},
  ): Course<WorldAnswer> {
    const given = (yield { ...question, place: this.place, paths } as Question) as Answer | undefined;
    if (given && "does" in given) yield* this.acts(given);
    const isKnown = given !== undefined && "path" in given && given.path !== undefined;
    const answer = isKnown ? given : o.otherwise?.();
    if (!answer || !("path" in answer) || answer.path === undefined)
      throw new Leaves({ ends: "stopped", why: unanswered(question) }, this.place);
    if (!paths.includes(answer.path))
      throw new Leaves(
        { ends: "stopped", why: `'${answer.path}' is no output path of it: ${paths.join(", ")}.` },
        this.place,
      );
    yield* this.happens({ event: "asks", question, answer });
    if (answer.tookMs) this.talk.pass(answer.tookMs);
    return answer;
  }

  *notes(what: string, text: string): Course<void> {
    yield* this.happens({ event: "notes", what, text });
  }

  json(wrapper: ArchyValue | undefined, type?: string): Json {
    return jsonOf(this.scope.value(wrapper, type));
  }

  /** The name of an object that a wrapper names, `{lit: {name}}`, `{name}` or an expression; undefined for NOT_SET. */
  nameOf(wrapper: ArchyValue | undefined, type: string): string | undefined {
    if (isMap(wrapper) && typeof wrapper["name"] === "string") return wrapper["name"];
    const value = this.scope.value(wrapper, type);
    return isNotSet(value) ? undefined : textOf(value);
  }
}

/** An event without its time and place. */
export type Happening = Event extends infer One ? (One extends Event ? Omit<One, "at" | "place"> : never) : never;

function unanswered(question: WorldQuestion): string {
  switch (question.asks) {
    case "dataAction":
      return `Nothing says what the data action '${question.name}' answers.`;
    case "tableRow":
      return `Nothing says what is in the data table '${question.name}'.`;
    case "transfer":
      return `Nothing says whether the transfer to ${destinationText(question.to)} succeeds.`;
    case "unknown":
      return `No source says what '${question.kind}' does, and nothing says what '${question.name}' answers.`;
    case "object":
      return `Nothing says whether ${question.type} '${question.name}' exists.`;
    case "send":
      return `Nothing says whether '${question.name}' reaches the customer.`;
    case "scheduleGroup":
    case "schedule":
    case "emergencyGroup":
      return `Nothing says when '${question.name}' is open.`;
  }
}

/** `the queue 'Sales'`. */
export function destinationText({ kind, name }: Destination): string {
  const words = { secureFlow: "secure flow", extension: "extension", voicemail: "voicemail of" } as Record<
    string,
    string
  >;
  return kind === "extension" ? `the extension ${name}` : `the ${words[kind] ?? kind} '${name}'`;
}
