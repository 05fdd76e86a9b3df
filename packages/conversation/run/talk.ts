import type { FlowType } from "@genesys-flows/architect";
import { EvaluationError, type Json, type Value } from "../expression/values.ts";
import { type Assumed, chosen, type RunAssumption } from "./assumptions.ts";
import type { RunnableFlow } from "./flow.ts";
import type { Ending, Place } from "./types.ts";

/** What a run knows of the world without asking: it does not change what happens next. */
export interface Surroundings {
  /** When the conversation begins. */
  readonly at: Date;
  /** The language that it begins in. Default: that of the flow. */
  readonly language?: string;
  /** Value of a variable of the platform: `Call.Ani`, `Message.Message.body`; undefined where the world gives none. */
  readonly builtIn?: (name: string) => Json | undefined;
  /** Inputs with which the flow is started, by their names with or without the scope; one that is left out has its initial value. */
  readonly inputs?: Readonly<Record<string, Json>>;
  /** Participant data that the conversation has when it begins. */
  readonly participantData?: (name: string) => string | undefined;
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
  /** Actions of all flows together, after which the run stops. Default: no bound. */
  readonly actionsInAll?: number;
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
  /** What the customer wrote last while a flow ran. */
  written: string | undefined;
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
  /** The variables of each flow, by its name; the first flow's first. */
  readonly variables = new Map<string, () => Record<string, Value>>();

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

  /** Counts actions. @throws Fault at the limit; Leaves past the actions that error handling has, or that all flows may have */
  count(place: Place, actions = 1): void {
    this.at = place;
    this.actions += actions;
    this.left -= actions;
    const { actionsInAll = Number.POSITIVE_INFINITY } = this.world;
    if (this.actions > actionsInAll)
      throw new Leaves({ ends: "stopped", why: `The flows ran ${actionsInAll} actions, the most for one run.` }, place);
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
