import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { LARGE } from "./forecast.ts";

const expectationSchema = z.object({ engine: z.number(), flows: z.number(), ids: z.array(z.string()).optional() });

/** What a preview knows of the update that follows: the number of flows that it will publish, and the ids of those that exist. */
type Expectation = Omit<z.infer<typeof expectationSchema>, "engine">;

/**
 * The progress of a large update. The preview that the same engine process ran before wrote to a file which flows will be published; an
 * update without a preview knows only its own count.
 */
export class PublishProgress {
  readonly #folder: string;
  readonly #engine: number;
  #expected: Expectation | "unknown" | undefined;
  #published = 0;

  /**
   * @param folder the project's folder
   * @param engine the engine's process; default: the one that started this one
   */
  constructor(folder: string, engine: number = process.ppid) {
    this.#folder = path.join(folder, ".genesys", "forecasts");
    this.#engine = engine;
  }

  /** Writes for the update what the preview found. @throws the file system's error: the update then counts without a total */
  expect(stack: string, expectation: Expectation): void {
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(this.#fileOf(stack), JSON.stringify({ engine: this.#engine, ...expectation }));
  }

  /** Ids of the existing flows that the preview found to be published: the first time, then none. */
  takeIds(stack: string): readonly string[] {
    const expected = this.#expectation(stack);
    if (expected === "unknown") return [];
    this.#expected = { flows: expected.flows };
    return expected.ids ?? [];
  }

  /** Counts a flow that is published. @returns ` (17 of 106)`, ` (21 so far)`, or nothing in a small update */
  published(stack: string): string {
    this.#published++;
    const expected = this.#expectation(stack);
    if (expected === "unknown" || expected.flows < this.#published) {
      return this.#published > LARGE ? ` (${this.#published} so far)` : "";
    }
    return expected.flows > LARGE ? ` (${this.#published} of ${expected.flows})` : "";
  }

  #expectation(stack: string): Expectation | "unknown" {
    this.#expected ??= this.#readExpected(this.#fileOf(stack));
    return this.#expected;
  }

  #fileOf(stack: string): string {
    return path.join(this.#folder, `${stack.replaceAll(/[^A-Za-z0-9_-]/g, "_") || "_"}.json`);
  }

  #readExpected(file: string): Expectation | "unknown" {
    try {
      const expectation = expectationSchema.parse(JSON.parse(readFileSync(file, "utf8")));
      rmSync(file, { force: true });
      return expectation.engine === this.#engine ? expectation : "unknown";
    } catch {
      return "unknown"; // no preview, or the preview could not write the file
    }
  }
}
