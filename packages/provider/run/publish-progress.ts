import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { LARGE } from "./forecast-text.ts";

const expectationSchema = z.object({ engine: z.number(), flows: z.number() });

/**
 * The progress of a large update. The preview that the same engine process ran before wrote the number of flows to a file; an
 * update without a preview knows only its own count.
 */
export class PublishProgress {
  readonly #folder: string;
  readonly #engine: number;
  #expected: number | "unknown" | undefined;
  #published = 0;

  /**
   * @param folder the project's folder
   * @param engine the engine's process; default: the one that started this one
   */
  constructor(folder: string, engine: number = process.ppid) {
    this.#folder = path.join(folder, ".genesys", "forecasts");
    this.#engine = engine;
  }

  /**
   * Writes the preview's number of flows for the update.
   * @throws the file system's error: the update then counts without a total
   */
  expect(stack: string, flows: number): void {
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(this.#fileOf(stack), JSON.stringify({ engine: this.#engine, flows }));
  }

  /** Counts a flow that is published. @returns ` (17 of 106)`, ` (21 so far)`, or nothing in a small update */
  published(stack: string): string {
    this.#published++;
    this.#expected ??= this.#readExpected(this.#fileOf(stack));
    const expected = this.#expected;
    if (expected === "unknown" || expected < this.#published) {
      return this.#published > LARGE ? ` (${this.#published} so far)` : "";
    }
    return expected > LARGE ? ` (${this.#published} of ${expected})` : "";
  }

  #fileOf(stack: string): string {
    return path.join(this.#folder, `${stack.replaceAll(/[^A-Za-z0-9_-]/g, "_") || "_"}.json`);
  }

  #readExpected(file: string): number | "unknown" {
    try {
      const expectation = expectationSchema.parse(JSON.parse(readFileSync(file, "utf8")));
      rmSync(file, { force: true });
      return expectation.engine === this.#engine ? expectation.flows : "unknown";
    } catch {
      return "unknown"; // no preview, or the preview could not write the file
    }
  }
}
