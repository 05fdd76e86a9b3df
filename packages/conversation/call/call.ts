import { isDeepStrictEqual } from "node:util";
import { jsonOf } from "../expression/text.ts";
import type { Json, Value } from "../expression/values.ts";
import { lengthOf } from "../run/event-length.ts";
import type { RunnableFlow } from "../run/flow.ts";
import { conversed } from "../run/machine.ts";
import { Talk } from "../run/talk.ts";
import type { Answer, CustomerAct, Event, Question, Transcript } from "../run/types.ts";
import { merged, opening, ScriptedWorld, surroundingsOf } from "../script/world.ts";
import type { Stage } from "../stage/stage.ts";
import type { Act, Call, Moment, Timeline, Waiting } from "./types.ts";

/**
 * Default limit of actions for all flows of an interactive call together. This is twice the platform's limit for one
 * flow.
 */
export const CALL_ACTIONS = 20_000;

export interface CallBounds {
  /** Limit of actions per flow, after which the flow's error handling starts, as on the platform. Default: 10,000. */
  readonly actions?: number;
  /** Limit of actions of all flows together, after which the run stops. Default: none. */
  readonly actionsInAll?: number;
}

/**
 * Runs a conversation from its beginning. The customer performs each of the call's acts at its time, and then does
 * nothing until the end. An act is a key press during audio, or the input that the flow waits for. An act whose time
 * has passed happens immediately.
 */
export function timelineOf(flow: RunnableFlow, stage: Stage, call: Call, bounds: CallBounds = {}): Timeline {
  const { transcript, moments, waits, unanswered } = run(flow, stage, call, bounds);
  const { ending, participantData, assumptions } = transcript;
  return {
    ...{ moments, waits, ending, participantData, assumptions },
    ...(ending.ends === "stopped" && unanswered && { unanswered }),
  };
}

/** The result of a conversation; `first` is the e-mail or message that started it. */
export interface Ran {
  readonly transcript: Transcript;
  readonly moments: readonly Moment[];
  readonly waits: readonly Waiting[];
  readonly asked: readonly { readonly question: Question; readonly isSilent: boolean }[];
  readonly unanswered: Timeline["unanswered"];
  readonly first: string | undefined;
}

export function run(
  flow: RunnableFlow,
  stage: Stage,
  { given: own, acts: [act, ...more] }: Call,
  bounds: CallBounds = {},
): Ran {
  const begins = act?.does === "writes" ? opening(flow, act.text) : undefined;
  const given = merged(begins ?? {}, own);
  const customer = new Customer(act && !begins ? [act, ...more] : more);
  const world = new AskedWorld(new ScriptedWorld(given, stage));
  const talk = new Talk({ ...surroundingsOf(given, stage), ...bounds });
  const variables = new Variables(talk);
  const moments: Moment[] = [];
  const waits: Waiting[] = [];
  const asked: { question: Question; isSilent: boolean }[] = [];
  const transcript = conversed(talk, flow, {
    answer(question) {
      if (question.asks !== "customer") return world.answer(question);
      const act = customer.answers(question, talk.now);
      const waitsMs = act.does === "nothing" ? question.withinMs : (act.afterMs ?? 0);
      asked.push({ question, isSilent: act.does === "nothing" });
      waits.push({ fromMs: talk.now, untilMs: talk.now + waitsMs, accepts: question.accepts });
      return act;
    },
    hears(event) {
      const changed = variables.changed(event.place.flow);
      const { language } = talk;
      const said = event.event === "hears" || event.event === "reads";
      moments.push({ ...event, ...(changed && { changed }), ...(said && { language }) });
      return customer.during(event);
    },
  });
  const first = begins && act?.does === "writes" ? act.text : undefined;
  return { transcript, moments, waits, asked, unanswered: world.left, first };
}

/** The customer of a call. Performs each act once: at its time, or later when the flow starts to listen. */
class Customer {
  readonly #acts: Act[];

  constructor(acts: readonly Act[]) {
    this.#acts = [...acts];
  }

  /** The customer's act during an event that takes time. */
  during(event: Event): Answer | undefined {
    const [act] = this.#acts;
    if (!act || act.atMs >= event.at + lengthOf(event)) return undefined;
    // The customer only speaks when the flow listens.
    return act.does === "says" ? undefined : this.#does(act, event.at);
  }

  answers({ withinMs }: Extract<Question, { asks: "customer" }>, now: number): CustomerAct {
    const [act] = this.#acts;
    return act && act.atMs < now + withinMs ? this.#does(act, now) : { does: "nothing" };
  }

  #does({ atMs, ...act }: Act, now: number): CustomerAct {
    this.#acts.shift();
    return { ...act, afterMs: Math.max(0, atMs - now) };
  }
}

/** A world that records the question that it could not answer. */
class AskedWorld {
  readonly #world: ScriptedWorld;
  left: Timeline["unanswered"];

  constructor(world: ScriptedWorld) {
    this.#world = world;
  }

  answer(question: Exclude<Question, { asks: "customer" }>): Answer {
    const answer = this.#world.answer(question);
    const { missing } = this.#world;
    if (!("path" in answer) || answer.path === undefined)
      this.left = { question, ...(missing !== undefined && { hint: missing }) };
    return answer;
  }
}

/** Tracks the variables of each flow and which of them changed. */
class Variables {
  readonly #talk: Talk;
  readonly #known = new Map<string, { readonly value: Value; readonly json: Json }>();

  constructor(talk: Talk) {
    this.#talk = talk;
  }

  /** Variables of a flow whose values changed since the last call, by name. */
  changed(flow: string): Readonly<Record<string, Json>> | undefined {
    const changed: Record<string, Json> = {};
    for (const [name, value] of Object.entries(this.#talk.variables.get(flow)?.() ?? {})) {
      const id = `${flow} ${name}`;
      const before = this.#known.get(id);
      if (before?.value === value) continue;
      const json = jsonOf(value);
      this.#known.set(id, { value, json });
      if (!isDeepStrictEqual(before?.json ?? null, json)) changed[name] = json;
    }
    return Object.keys(changed).length === 0 ? undefined : changed;
  }
}
