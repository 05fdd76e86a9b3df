import type { FlowType } from "@genesys-flows/architect";
import { EvaluationError, type Json, type Value } from "../expression/values.ts";
import { type Assumed, chosen, type RunAssumption } from "./assumptions.ts";
import type { RunnableFlow } from "./flow.ts";
import type { Ending, Place } from "./types.ts";

/** The parts of the world that a run knows without asking; they do not change what happens next. */
export interface Surroundings {
  /** When the conversation starts. */
  readonly at: Date;
  /** The initial language. Default: the flow's language. */
  readonly language?: string;
  /**
   * Value of a platform variable, such as `Call.Ani` or `Message.Message.body`; undefined when the world does not
   * define the variable.
   */
  readonly builtIn?: (name: string) => Json | undefined;
  /** Inputs of the flow at its start, by name, with or without scope. A missing input has its initial value. */
  readonly inputs?: Readonly<Record<string, Json>>;
  /** Participant data at the start of the conversation. */
  readonly participantData?: (name: string) => string | undefined;
  /** Text of a prompt in a language; undefined for an unknown prompt. `lastsMs` is the length of a recording. */
  readonly prompt?: (
    name: string,
    language: string,
  ) => { readonly text?: string; readonly lastsMs?: number } | undefined;
  /** The target flow of a transfer. */
  readonly flow?: (name: string, kind: "transfer" | "inQueue" | "secure" | "bot") => RunnableFlow | undefined;
  /** The in-queue flow of a queue, for conversations of the calling flow's kind. */
  readonly inQueueFlow?: (queue: string) => string | undefined;
  readonly assume?: Assumed;
  /** Limit of actions per flow, after which error handling starts. Default: 10,000, the platform's limit. */
  readonly actions?: number;
  /** Limit of actions of all flows together, after which the run stops. Default: none. */
  readonly actionsInAll?: number;
}

/** The platform's limits (reference/action-semantics.md, A4). */
const ACTIONS = 10_000;
const ACTIONS_AFTER_FAULT = 1_000;

/** Limits of the interpreter: the number of flows in one conversation, and the nesting depth of tasks and modules. */
const FLOWS = 100;
const DEPTH = 200;

/**
 * Thrown when the conversation leaves the running flow. This can end several nested tasks, modules and queue flows
 * together.
 */
export class Leaves {
  readonly ending: Ending;
  readonly place: Place;
  constructor(ending: Ending, place: Place) {
    this.ending = ending;
    this.place = place;
  }
}

/** Thrown when an agent answers while the customer waits in a queue. */
export class Answered {}

/** Thrown when an action without a failure path fails: the flow's error handling starts. */
export class Fault extends Error {}

/** Whether an error starts the flow's error handling: an action's failure, or an expression without a value. */
export const isFault = (error: unknown): error is Error => error instanceof Fault || error instanceof EvaluationError;

/** The state of one conversation, shared by all its flows. */
export class Talk {
  readonly world: Surroundings;
  readonly participantData = new Map<string, string>();
  readonly assumptions = new Set<RunAssumption | string>();
  readonly notes = new Map<string, string>();
  /** Pressed keys that no action has consumed yet. */
  keys = "";
  /** The customer's last message while a flow was running. */
  written: string | undefined;
  language = "en-us";
  now = 0;
  actions = 0;
  /** Number of actions that the flow may still run. */
  left: number;
  hasFaulted = false;
  /** Nesting depth of modules, tasks and flows. */
  depth = 0;
  /** Type of the current flow; for a module, the type of its caller. */
  type: FlowType | undefined;
  /** Whether any time of assumed length has passed. */
  hasSpoken = false;
  /** Whether any actions of modules have run. */
  hasRunModules = false;
  #isPastLimit = false;
  #flows = 0;
  /** When an agent answers, in milliseconds since the start; set while the customer waits in a queue. */
  agentAt: number | undefined;
  fault: { readonly message: string; readonly place: Place } | undefined;
  /** The place of the running action. */
  at: Place | undefined;
  /** The variables of each flow, by name of the flow. The first flow of the conversation comes first. */
  readonly variables = new Map<string, () => Record<string, Value>>();

  constructor(world: Surroundings) {
    this.world = world;
    this.left = this.limit;
  }

  /** The effective choice for an assumption. The assumption is recorded as a dependency of the run. */
  assumed<Name extends RunAssumption>(name: Name): ReturnType<typeof chosen<Name>> {
    this.assumptions.add(name);
    return this.choiceOf(name);
  }

  /** The effective choice for an assumption, without recording a dependency. */
  choiceOf<Name extends RunAssumption>(name: Name): ReturnType<typeof chosen<Name>> {
    return chosen(this.world.assume ?? {}, name);
  }

  /** Limit of actions in one flow. */
  get limit(): number {
    return this.world.actions ?? ACTIONS;
  }

  /**
   * Starts a flow, with the full limit of actions. @throws Leaves when flows transfer the conversation to each other
   * endlessly
   */
  begins(type: FlowType, place: Place): void {
    this.#flows += 1;
    if (this.#flows > FLOWS)
      throw new Leaves(
        { ends: "stopped", why: `The conversation was transferred between more than ${FLOWS} flows.` },
        place,
      );
    [this.type, this.left, this.hasFaulted, this.#isPastLimit] = [type, this.limit, false, false];
  }

  /** Starts a task or module inside the running one. @throws Leaves when calls nest too deeply for the interpreter */
  goesDeeper(place: Place): void {
    this.depth += 1;
    if (this.depth > DEPTH)
      throw new Leaves(
        { ends: "stopped", why: `Calls to tasks and modules are nested more than ${DEPTH} levels deep.` },
        place,
      );
  }

  /**
   * Counts actions. @throws Fault at the limit; Leaves past the extra actions for error handling, or past the limit for
   * all flows
   */
  count(place: Place, actions = 1): void {
    this.at = place;
    this.actions += actions;
    this.left -= actions;
    const { actionsInAll = Number.POSITIVE_INFINITY } = this.world;
    if (this.actions > actionsInAll)
      throw new Leaves(
        { ends: "stopped", why: `The flows ran ${actionsInAll} actions, the limit for one run.` },
        place,
      );
    if (this.hasRunModules && this.actions > this.limit) this.assumptions.add("module-actions");
    if (this.left >= 0) return;
    if (this.#isPastLimit) throw new Leaves({ ends: "disconnected" }, place);
    this.#isPastLimit = true;
    throw new Fault(`The flow ran ${this.limit} actions, the platform's limit.`);
  }

  /** Starts error handling. If the limit of actions was exceeded, some extra actions are allowed. */
  afterFault(): void {
    this.hasFaulted = true;
    if (this.#isPastLimit) this.left = ACTIONS_AFTER_FAULT;
  }

  /**
   * Lets the time of spoken text pass. The length of this time is an assumption, which is recorded when the time
   * matters.
   */
  speaks(ms: number): void {
    this.hasSpoken = true;
    if (this.agentAt !== undefined) this.assumptions.add("speech-time");
    this.pass(ms);
  }

  /** The time of the conversation, for use in results. */
  get time(): Date {
    if (this.hasSpoken) this.assumptions.add("speech-time");
    return new Date(this.world.at.getTime() + this.now);
  }

  /** Lets time pass. @throws Answered when an agent answers during this time */
  pass(ms: number): void {
    const until = this.now + Math.max(0, ms);
    if (this.agentAt !== undefined && until >= this.agentAt) {
      this.now = Math.max(this.now, this.agentAt);
      throw new Answered();
    }
    this.now = until;
  }
}
