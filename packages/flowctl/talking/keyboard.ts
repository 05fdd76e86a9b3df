import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { printableLine } from "@genesys-flows/architect/printable";

/** A terminal as an input. */
export interface TerminalInput extends Readable {
  readonly isTTY: true;
  setRawMode(raw: boolean): unknown;
}

export const isTerminal = (input: Readable): input is TerminalInput => (input as Partial<TerminalInput>).isTTY === true;

export const CTRL_C = "\u0003";
const ENTER: ReadonlySet<string> = new Set(["\r", "\n"]);
const BACKSPACE: ReadonlySet<string> = new Set(["\b", "\u007f"]);
const ESCAPE = "\u001b";

/** Reads single key presses from a terminal. Ctrl-C is a key; the end of the input counts as Ctrl-C. */
export class Keyboard {
  readonly #input: TerminalInput;
  readonly #echo: (text: string) => void;
  readonly #decoder = new StringDecoder("utf8");
  readonly #ahead: string[] = [];
  #pressed: ((key: string | undefined) => void) | undefined;
  #isOver = false;

  /** @param echo prints the characters of a typed line unchanged */
  constructor(input: TerminalInput, echo: (text: string) => void) {
    [this.#input, this.#echo] = [input, echo];
    input.setRawMode(true);
    input.on("data", this.#read);
    input.once("end", this.#end);
    input.resume();
  }

  /** The next key; undefined if `until` resolves before a key is pressed. */
  key(until?: Promise<unknown>): Promise<string | undefined> {
    const ahead = this.#ahead.shift() ?? (this.#isOver ? CTRL_C : undefined);
    if (ahead !== undefined) return Promise.resolve(ahead);
    return new Promise((resolve) => {
      const pressed = (key: string | undefined) => {
        if (this.#pressed === pressed) this.#pressed = undefined;
        resolve(key);
      };
      this.#pressed = pressed;
      void until?.then(() => pressed(undefined));
    });
  }

  /** A typed line; undefined if Ctrl-C was pressed. */
  async line(question: string): Promise<string | undefined> {
    this.#echo(printableLine(question));
    const typed: string[] = [];
    for (;;) {
      const key = (await this.key()) ?? CTRL_C;
      const isEnd = ENTER.has(key);
      if (isEnd || key === CTRL_C) {
        this.#echo("\n");
        return isEnd ? typed.join("") : undefined;
      }
      if (BACKSPACE.has(key)) {
        if (typed.pop() !== undefined) this.#echo("\b \b");
      } else if (!/^\p{C}$/u.test(key)) {
        typed.push(key);
        this.#echo(key);
      }
    }
  }

  close(): void {
    this.#input.off("data", this.#read);
    this.#input.off("end", this.#end);
    this.#input.setRawMode(false);
    this.#input.pause();
  }

  readonly #read = (data: Buffer | string): void => {
    const text = typeof data === "string" ? data : this.#decoder.write(data);
    // Arrow and function keys send escape sequences, which are not phone keys.
    if (text.startsWith(ESCAPE)) return;
    for (const key of text) {
      if (this.#pressed) this.#pressed(key);
      else this.#ahead.push(key);
    }
  };

  readonly #end = (): void => {
    this.#isOver = true;
    this.#pressed?.(CTRL_C);
  };
}
