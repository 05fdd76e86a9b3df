import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import { z } from "zod";

/** How long the publish jobs of this run took. Determines when the next job is first checked. */
export class JobTimes {
  /** The median of earlier runs in milliseconds; undefined without earlier runs. */
  readonly earlierMedian: number | undefined;
  readonly #sorted: number[] = [];

  constructor({ earlierMedian }: { readonly earlierMedian?: number | undefined } = {}) {
    this.earlierMedian = earlierMedian;
  }

  add(milliseconds: number): void {
    const at = this.#sorted.findIndex((known) => known > milliseconds);
    this.#sorted.splice(at < 0 ? this.#sorted.length : at, 0, milliseconds);
  }

  /** The median in milliseconds; undefined before the first job. */
  get median(): number | undefined {
    return this.#sorted[Math.floor((this.#sorted.length - 1) / 2)];
  }
}

const medianSchema = z.object({ medianMs: z.number().positive() });

/** How long the jobs of earlier runs took in an organisation. Stored in a file in the project for forecasts. */
export class EarlierJobTimes {
  readonly #file: string;

  /** @param folder the project's folder */
  constructor(folder: string, organizationId: string) {
    this.#file = path.join(folder, ".genesys", "job-times", `${organizationId.replaceAll(/[^\w-]/g, "_")}.json`);
  }

  /** The median in milliseconds; undefined if no run has written one. */
  get median(): number | undefined {
    try {
      return medianSchema.parse(JSON.parse(readFileSync(this.#file, "utf8"))).medianMs;
    } catch {
      return undefined; // no run yet, or no run could write it
    }
  }

  /** Stores the median of this run, if the run had a job. @throws the file system's error */
  keep(times: JobTimes): void {
    const { median } = times;
    if (median === undefined) return;
    mkdirSync(path.dirname(this.#file), { recursive: true });
    writeWholeSync(this.#file, JSON.stringify({ medianMs: Math.max(1, Math.round(median)) }));
  }
}
