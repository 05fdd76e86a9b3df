import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { LARGE } from "./forecast.ts";

const expectationSchema = z.object({ engine: z.number(), flows: z.number(), ids: z.array(z.string()).optional() });

/**
 * Facts that a preview passes to the following update: the number of flows that it will publish, and the ids of
 * existing flows among them.
 */
type Expectation = Omit<z.infer<typeof expectationSchema>, "engine">;

/**
 * Progress of a large update. A preview in the same engine process has already written the flows to be published to a
 * file. An update without a preview knows only how many flows it has published.
 */
export class PublishProgress {
  readonly #folder: string;
  readonly #engine: number;
  #expected: Expectation | "unknown" | undefined;
  #published = 0;

  /**
   * @param folder the project folder
   * @param engine process id of the engine; default: the parent process
   */
  constructor(folder: string, engine: number = process.ppid) {
    this.#folder = path.join(folder, ".genesys", "forecasts");
    this.#engine = engine;
  }

  /**
   * Writes the facts from the preview to the file, for the update.
   * @throws the file system's error, after which the update shows no total
   */
  expect(stack: string, expectation: Expectation): void {
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(this.#fileOf(stack), JSON.stringify({ engine: this.#engine, ...expectation }));
  }

  /** Ids of the existing flows that will be published, according to the preview. Returned only by the first call. */
  takeIds(stack: string): readonly string[] {
    const expected = this.#expectation(stack);
    if (expected === "unknown") return [];
    this.#expected = { flows: expected.flows };
    return expected.ids ?? [];
  }

  /** Counts a published flow. @returns ` (17 of 106)`, ` (21 so far)`, or an empty string in a small update */
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
