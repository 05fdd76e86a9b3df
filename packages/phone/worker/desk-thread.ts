import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { DeskOptions } from "../desk/desk.ts";
import type { Answered, Asked } from "./messages.ts";

export interface ThreadLimits {
  /** Time limit of a run in milliseconds. Default: 5,000. */
  readonly runMs?: number;
  /** Time limit for reading the organisation and the checkout, in milliseconds. Default: 120,000. */
  readonly readMs?: number;
  /** Memory limit of the thread in megabytes. Default: 512. */
  readonly memoryMb?: number;
  /** Maximum number of waiting requests. Default: 50. */
  readonly waiting?: number;
}

interface Turn {
  readonly asked: Asked;
  readonly answer: (answered: Answered) => void;
}

/**
 * A thread that runs calls one at a time, and that starts with the first request. A flow that takes too much time or
 * memory ends the thread, but never the server.
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

  /** The response to a request, ready to send. */
  ask(asked: Asked): Promise<Answered> {
    if (this.#turns.length >= this.#limits.waiting)
      return Promise.resolve(refused(503, "Too many calls are waiting. Retry in a moment."));
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
          ? refused(422, `The call was stopped because it needs more than ${memoryMb} MB of memory.`)
          : refused(503, error.message),
      );
      this.#next();
    });
    this.#within(readMs);
    return worker;
  }

  /** Ends the thread unless it responds in time. */
  #within(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const worker = this.#worker;
      this.#ends(refused(422, `The call was stopped because it ran longer than ${ms / 1000} seconds.`));
      void worker?.terminate().then(() => this.#next());
    }, ms);
  }

  /** The thread has ended: refuses the request that it was processing or was started for. */
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
