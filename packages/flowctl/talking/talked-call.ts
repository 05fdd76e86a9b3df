import type { Held, RunnableFlow } from "@genesys-flows/conversation";
import {
  type Act,
  asTest,
  CALL_ACTIONS,
  type Timeline,
  timelineOf,
  type Waiting,
} from "@genesys-flows/conversation/call";
import { endingLine, eventLine, type Given, type Script } from "@genesys-flows/conversation/script";
import type { Stage } from "@genesys-flows/conversation/stage";
import { heldText } from "./words.ts";

/** Indentation that aligns more lines with the text of a transcript line. */
const INDENT = " ".repeat(21);

/**
 * A call that continues with each action of the caller. Each action runs the call again from the beginning; the earlier
 * moments do not change.
 */
export class TalkedCall {
  readonly #flow: RunnableFlow;
  readonly #stage: Stage;
  #given: Given;
  readonly #acts: Act[] = [];
  #timeline: Timeline;
  /** Number of printed moments. */
  #printed = 0;

  constructor(flow: RunnableFlow, stage: Stage, given: Given) {
    [this.#flow, this.#stage, this.#given] = [flow, stage, given];
    this.#timeline = this.#run();
  }

  get timeline(): Timeline {
    return this.#timeline;
  }

  /** Adds an action of the caller, which must not precede the previous action. */
  act(act: Act): void {
    this.#acts.push(act);
    this.#timeline = this.#run();
  }

  /** Adds an answer that was missing. */
  give(more: (given: Given) => Given): void {
    this.#given = more(this.#given);
    this.#timeline = this.#run();
  }

  /** The input that the flow waits for, at or after the given time. */
  waitingAt(ms: number): Waiting | undefined {
    return this.#timeline.waits.find(({ untilMs }) => untilMs > ms);
  }

  /** The next moment that has not been printed yet, up to the given time. */
  next(untilMs: number): Timeline["moments"][number] | undefined {
    const moment = this.#timeline.moments[this.#printed];
    return moment && moment.at <= untilMs ? moment : undefined;
  }

  /** The lines of the next moment, which is then marked as printed. */
  take(width: { readonly width?: number }): string[] {
    const moment = this.#timeline.moments[this.#printed];
    this.#printed += 1;
    const line = moment && eventLine(moment, width);
    const held = moment?.event === "enters" ? this.#heldIn(moment.place.flow, moment.flow) : undefined;
    return [line, held && INDENT + heldText(held)].filter((one) => one !== undefined);
  }

  ending(width: { readonly width?: number }): string | undefined {
    return endingLine(this.#timeline.ending, width);
  }

  asTest(name: string): { readonly script: Script; readonly failure?: string } {
    const stage = { ...this.#stage, flow: () => this.#flow };
    return asTest(this.#flow, stage, { given: this.#given, acts: this.#acts, name });
  }

  /** A snapshot that is older than the published module. */
  #heldIn(caller: string, module: string): Held | undefined {
    const flow = caller === this.#flow.name ? this.#flow : this.#stage.flow(caller);
    return flow?.holds?.find((held) => held.module === module && held.version !== held.published);
  }

  #run(): Timeline {
    return timelineOf(
      this.#flow,
      this.#stage,
      { given: this.#given, acts: this.#acts },
      { actionsInAll: CALL_ACTIONS },
    );
  }
}
