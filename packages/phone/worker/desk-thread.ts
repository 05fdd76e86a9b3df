import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { DeskOptions } from "../desk/desk.ts";
import type { Answered, Asked } from "./messages.ts";

export interface ThreadLimits {
  /** Milliseconds for a run. Default: 5,000. */
  readonly runMs?: number;
  /** Milliseconds to read the organisation and the checkout. Default: 120,000. */
  readonly readMs?: number;
  /** Megabytes that the thread may use. Default: 512. */
  readonly memoryMb?: number;
  /** Requests that wait for it at most. Default: 50. */
  readonly waiting?: number;
}

interface Turn {
  readonly asked: Asked;
  readonly answer: (answered: Answered) => void;
}

/**
 * A thread that runs the calls, one after the other: a flow that takes too much time or memory ends the thread, and never the server
 * that it belongs to. It is started when it is first needed.
 */
export class DeskThread {
  readonly #options: DeskOptions;
  readonly #limits: Required<ThreadLimits>;
  readonly #turns: Turn[] = [];
  #worker: Worker | undefined;
  #isReady = false;
  #now: Turn | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    options: DeskOptions,
    { runMs = 5_000, readMs = 120_000, memoryMb = 512, waiting = 50 }: ThreadLimits = {},
  ) {
    this.#options = options;
    this.#limits = { runMs, readMs, memoryMb, waiting };
  }

  /** The answer to a request, as it is sent. */
  ask(asked: Asked): Promise<Answered> {
    if (this.#turns.length >= this.#limits.waiting)
      return Promise.resolve(refused(503, "Too many calls are waiting. Try again in a moment."));
    return new Promise((answer) => {
      this.#turns.push({ asked, answer });
      this.#next();
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#ends(refused(503, "The organisation is no longer served."));
    for (const { answer } of this.#turns.splice(0)) answer(refused(503, "The organisation is no longer served."));
    await worker?.terminate();
  }

  #next(): void {
    if (this.#now || this.#turns.length === 0) return;
    this.#worker ??= this.#started();
    const worker = this.#worker;
    if (!this.#isReady) return;
    this.#now = this.#turns.shift();
    if (!this.#now) return;
    const { asked } = this.#now;
    const { readMs, runMs } = this.#limits;
    this.#within(asked.asks === "flows" ? readMs : runMs);
    worker.postMessage(asked);
  }

  #started(): Worker {
    const { memoryMb, readMs } = this.#limits;
    const worker = new Worker(join(import.meta.dirname, "./worker.ts"), {
      workerData: this.#options,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    worker.on("message", (message: "ready" | Answered) => {
      if (worker !== this.#worker) return;
      clearTimeout(this.#timer);
      if (message === "ready") this.#isReady = true;
      else this.#answer(message);
      this.#next();
    });
    worker.on("error", (error) => {
      if (worker !== this.#worker) return;
      const isMemory = (error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY";
      this.#ends(
        isMemory
          ? refused(422, `The call was stopped: it needs more than ${memoryMb} MB of memory.`)
          : refused(503, error.message),
      );
      this.#next();
    });
    this.#within(readMs);
    return worker;
  }

  /** Ends the thread unless it answers in time. */
  #within(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const worker = this.#worker;
      this.#ends(refused(422, `The call was stopped: it runs longer than ${ms / 1000} seconds.`));
      void worker?.terminate().then(() => this.#next());
    }, ms);
  }

  /** The thread is over; the request that it worked on, or that it was started for, is answered. */
  #ends(answered: Answered): void {
    clearTimeout(this.#timer);
    [this.#worker, this.#isReady] = [undefined, false];
    this.#now ??= this.#turns.shift();
    this.#answer(answered);
  }

  #answer(answered: Answered): void {
    const turn = this.#now;
    this.#now = undefined;
    turn?.answer(answered);
  }
}

function refused(status: number, message: string): Answered {
  return { status, json: JSON.stringify({ message }) };
}
