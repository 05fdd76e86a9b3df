import { flowTypes } from "@genesys-flows/architect";
import type { RunnableFlow } from "../run/flow.ts";
import { converse } from "../run/machine.ts";
import type { Answer, CustomerAct, Event, Question, Transcript } from "../run/types.ts";
import type { Stage } from "../stage/stage.ts";
import { failureMessage, type Unmet } from "./failure.ts";
import { type PlayedStep, rowOf } from "./steps/index.ts";
import type { Verdict, Watched } from "./steps/row.ts";
import type { Conversation, Given, Played, Script } from "./types.ts";
import { merged, opening, ScriptedWorld, surroundingsOf } from "./world.ts";

/**
 * Plays a conversation of a script with its flow: the customer follows the steps, and the world answers according to
 * the script or, if the script has no answer, according to files. After the last input, the customer is silent.
 * @throws Error when the stage does not have the flow. `checkScript` reports this case earlier.
 */
export function play(script: Script, conversation: Conversation, stage: Stage): Played {
  const flow = stage.flow(script.flow);
  if (!flow) throw new Error(`No flow has the key or name '${script.flow}'.`);
  const opening = openingOf(flow, conversation);
  const given = [script.given, conversation.given].reduce(merged, opening ?? {});
  const world = new ScriptedWorld(given, stage);
  const matcher = new Matcher(conversation.steps.map(rowOf), { first: opening ? 1 : 0, isCall: isCall(flow) });
  const transcript = converse(flow, {
    ...surroundingsOf(given, stage),
    answer: (question) => (question.asks === "customer" ? matcher.waits(question) : world.answer(question)),
    hears: (event) => matcher.happens(event),
  });
  const unmet = matcher.ends(transcript);
  const { name } = conversation;
  const location = script.source?.place(name);
  const played = { name, ...(location && { location }), transcript };
  if (!unmet) return { ...played, passed: true };
  const { step } = unmet;
  const at = script.source?.place(name, step);
  const message = failureMessage(unmet, { conversation, transcript, missing: world.missing });
  return { ...played, passed: false, failure: { message, ...(at && { location: at }), step } };
}

/** Whether the customer is a caller; for a module, whether only call flows can call the module. */
function isCall({ type, graph }: RunnableFlow): boolean {
  const { channels = [] } = graph.module ?? {};
  return (channels.length === 0 ? [type] : channels).every((channel) => flowTypes[channel].media === "call");
}

/** The customer's first text is the e-mail or message that starts the conversation. */
function openingOf(flow: RunnableFlow, { steps: [first] }: Conversation): Given | undefined {
  return first && "writes" in first ? opening(flow, first.writes) : undefined;
}

/** Events during which a customer may act: the customer hears or reads something, or time passes. */
const NOTICED: ReadonlySet<Event["event"]> = new Set(["hears", "reads", "waits", "asks"]);

/** After writing, a customer may write again immediately. */
const isNoticed = (event: Event) => NOTICED.has(event.event) || (event.event === "does" && event.act.does === "writes");

/** Follows the steps of a conversation while it runs. */
class Matcher {
  readonly #steps: readonly PlayedStep[];
  readonly #data = new Map<string, string>();
  readonly #watched: Watched;
  #at: number;
  #events = 0;
  /** Number of events before the current step. */
  #since = 0;
  #near: string | undefined;
  /** Remaining silence before the customer's next act, in milliseconds. */
  #silentMs = 0;
  #unmet: Unmet | undefined;

  /** @param o.first the first step that is not matched yet */
  constructor(steps: readonly PlayedStep[], { first, isCall }: { readonly first: number; readonly isCall: boolean }) {
    this.#steps = steps;
    this.#at = first;
    this.#watched = { isCall, participantData: this.#data, rest: "", count: 0, leftMs: 0 };
    this.#begin();
  }

  get #step(): PlayedStep | undefined {
    return this.#unmet ? undefined : this.#steps[this.#at];
  }

  /** Handles an event. @returns the customer's act during it */
  happens(event: Event): Answer | undefined {
    this.#events += 1;
    if (event.event === "sets") for (const [name, value] of Object.entries(event.values)) this.#data.set(name, value);
    const step = this.#step;
    if (step) this.#judge(step.row.event?.(step.value, event, this.#watched));
    const next = this.#step;
    return next && isNoticed(event) ? next.row.meanwhile?.(next.value, this.#watched) : undefined;
  }

  /** The flow waits for the customer. @returns the customer's act */
  waits({ withinMs }: Extract<Question, { asks: "customer" }>): CustomerAct {
    for (let step = this.#step; step; step = this.#step) {
      if (step.kind === "waits") {
        if (this.#watched.leftMs >= withinMs) return this.#silence(withinMs);
        this.#silentMs = this.#watched.leftMs;
        this.#next();
      } else if (step.row.act) {
        const act = step.row.act(step.value);
        // The step `hangs up` is done once the customer has hung up.
        if (act.does !== "hangs up") this.#next();
        const afterMs = this.#silentMs;
        this.#silentMs = 0;
        return afterMs > 0 ? { ...act, afterMs } : act;
      } else if (!this.#judge(step.row.pause?.(step.value, this.#watched))) break;
    }
    return { does: "nothing" };
  }

  #silence(ms: number): CustomerAct {
    this.#watched.leftMs -= ms;
    if (this.#watched.leftMs <= 0) this.#next();
    return { does: "nothing" };
  }

  /** The conversation has ended. @returns the first unmatched step */
  ends(transcript: Transcript): Unmet | undefined {
    const { ending } = transcript;
    for (let step = this.#step; step; step = this.#step) {
      const { row, value } = step;
      const verdict =
        ending.ends === "stopped" ? undefined : (row.end?.(value, transcript) ?? row.pause?.(value, this.#watched));
      if (!this.#judge(verdict)) break;
    }
    if (this.#step) this.#unmet = { step: this.#at, since: this.#since, near: this.#near };
    return this.#unmet;
  }

  /** Moves to the next step when the current one is done. @returns whether the step was done */
  #judge(verdict: Verdict): boolean {
    if (verdict === undefined) return false;
    if (verdict === "done") {
      this.#next();
      return true;
    }
    if ("near" in verdict) this.#near = verdict.near;
    else this.#unmet = { step: this.#at, since: this.#since, near: verdict.fails };
    return false;
  }

  #next(): void {
    this.#at += 1;
    this.#begin();
  }

  #begin(): void {
    const step = this.#step;
    this.#since = this.#events;
    this.#near = undefined;
    this.#watched.count = 0;
    if (step?.kind !== "hears") this.#watched.rest = "";
    this.#judge(step?.row.begin?.(step.value, this.#watched));
  }
}
