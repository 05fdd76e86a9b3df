import { stripVTControlCharacters } from "node:util";
import { printableLine } from "@genesys-flows/architect/printable";
import type { EngineEvent } from "@genesys-flows/report/events";
import { duration } from "../system/say.ts";

/** Between two lines where there is no terminal. */
const QUIET_MS = 15_000;
/** Between two looks of a line on a terminal. */
const REDRAW_MS = 250;

/** Shows what an engine is doing, on stderr: a terminal gets one line that changes, anything else a line now and then. */
export class Progress {
  readonly #title: string;
  readonly #output = process.stderr;
  readonly #begun = performance.now();
  readonly #timer = setInterval(() => this.#draw(), REDRAW_MS);
  #done = 0;
  #doing = "";
  #lastLine = 0;

  /** @param title what is done: `Previewing dev` */
  constructor(title: string) {
    this.#title = printableLine(title);
    this.#timer.unref();
    if (!this.#output.isTTY) this.#output.write(`${this.#title}...\n`);
  }

  add(event: EngineEvent): void {
    const { resOutputsEvent: ended, resourcePreEvent: begun, diagnosticEvent: said } = event;
    if (ended) this.#done += 1;
    if (begun && begun.metadata.op !== "same") this.#doing = nameOf(begun.metadata.urn);
    if (said?.ephemeral) this.#doing = [nameOf(said.urn ?? ""), said.message.trim()].filter(Boolean).join(": ");
  }

  /** Prints a line of its own. */
  say(text: string): void {
    this.#output.write(`${this.#output.isTTY ? CLEAR : ""}${text}\n`);
  }

  /** Removes the line. */
  end(): void {
    clearInterval(this.#timer);
    if (this.#output.isTTY) this.#output.write(CLEAR);
  }

  #draw(): void {
    const passed = performance.now() - this.#begun;
    const text = `${this.#title}: ${this.#done} ${this.#done === 1 ? "resource" : "resources"}, ${duration(passed)}`;
    if (this.#output.isTTY) {
      const line = [text, this.#doing].filter(Boolean).join("  ");
      const width = Math.max(20, (this.#output.columns ?? 80) - 1);
      this.#output.write(`${CLEAR}${[...printableLine(stripVTControlCharacters(line))].slice(0, width).join("")}`);
    } else if (passed - this.#lastLine >= QUIET_MS) {
      this.#lastLine = passed;
      this.#output.write(`${text}\n`);
    }
  }
}

const CLEAR = "\r\u001b[2K";

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
