import { closeSync, mkdirSync, openSync, readSync, rmSync } from "node:fs";
import path from "node:path";
import { StringDecoder } from "node:string_decoder";
import type { EngineEvent } from "@genesys-flows/report/events";
import { fileNameOf, type ProjectStack } from "../stack/stack.ts";

/** Between two looks at the log. */
const POLL_MS = 100;
const CHUNK = 64 * 1024;

/** The file with the events of a stack's last command of a kind. */
export function eventLogFile({ project, stack }: ProjectStack, phase: "preview" | "update" | "refresh"): string {
  return path.join(project, ".genesys", "events", `${fileNameOf(stack)}.${phase}.json`);
}

/** Reads the event log of a running engine as it grows. */
export class EventLog {
  readonly file: string;
  /** The events so far, but for debug messages. */
  readonly events: EngineEvent[] = [];
  readonly #onEvent: (event: EngineEvent) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #decoder = new StringDecoder("utf8");
  #position = 0;
  #rest = "";

  /** Empties the log: an engine that cannot start leaves no events of an earlier run. */
  constructor(file: string, onEvent: (event: EngineEvent) => void) {
    mkdirSync(path.dirname(file), { recursive: true });
    rmSync(file, { force: true });
    this.file = file;
    this.#onEvent = onEvent;
    this.#timer = setInterval(() => this.#read(), POLL_MS);
    this.#timer.unref();
  }

  /** Reads the rest. Call it when the engine has ended. */
  end(): readonly EngineEvent[] {
    clearInterval(this.#timer);
    this.#read();
    this.#add(this.#rest);
    this.#rest = "";
    return this.events;
  }

  #read(): void {
    let descriptor: number;
    try {
      descriptor = openSync(this.file, "r");
    } catch (error) {
      // The engine has not written it yet.
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
      throw error;
    }
    try {
      const chunk = Buffer.alloc(CHUNK);
      for (let size = readSync(descriptor, chunk, 0, CHUNK, this.#position); size > 0; ) {
        this.#position += size;
        const lines = (this.#rest + this.#decoder.write(chunk.subarray(0, size))).split("\n");
        this.#rest = lines.pop() ?? "";
        for (const line of lines) this.#add(line);
        size = readSync(descriptor, chunk, 0, CHUNK, this.#position);
      }
    } finally {
      closeSync(descriptor);
    }
  }

  #add(line: string): void {
    // Most lines of a log with debug messages are of no use here.
    if (line === "" || line.includes('"severity":"debug"')) return;
    let event: EngineEvent;
    try {
      event = JSON.parse(line) as EngineEvent;
    } catch {
      return; // the last line of a killed engine
    }
    this.events.push(event);
    this.#onEvent(event);
  }
}
