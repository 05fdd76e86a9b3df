import { commandLine, few } from "@genesys-flows/platform";
import type { ResourceUrn } from "@genesys-flows/project/state";
import { type Operation, PartialFailure, type Resource } from "../engine/resource.ts";
import type { Properties } from "../engine/values.ts";
import type { StackRun } from "./stack-run.ts";

/** The update was cancelled while the platform was still processing its publish job. */
export class JobContinues extends Error {
  readonly jobId: string;

  constructor(jobId: string) {
    super(
      `The update was cancelled while publish job ${jobId} was running. The job continues, and the next update takes over its result.`,
    );
    this.name = "JobContinues";
    this.jobId = jobId;
  }
}

const headings = {
  published: "Published",
  created: "Created",
  updated: "Changed",
  deleted: "Deleted",
  jobs: "Still running on the platform",
} as const;

/** Records the progress of an update, for a report if the user interrupts it. */
export class RunJournal {
  readonly #run: StackRun;
  readonly #entries: Record<keyof typeof headings, string[]> = {
    published: [],
    created: [],
    updated: [],
    deleted: [],
    jobs: [],
  };
  /** Keys of resources that did not change or are finished. */
  readonly #settled = new Set<string>();
  #stack: string | undefined;
  #reported = false;

  constructor(run: StackRun) {
    this.#run = run;
  }

  /** Wraps a resource so that it records its operations here and registers itself with the run. */
  noting(resource: Resource): Resource {
    return {
      ...resource,
      check: (operation, request) => {
        this.#run.register(operation.urn);
        return resource.check(operation, request);
      },
      diff: async (operation, request) => {
        const result = await resource.diff(operation, request);
        if (result.changes.size === 0) this.#settled.add(operation.urn.name);
        return result;
      },
      create: async (operation, request) => {
        const created = await this.#noted(operation, request, () => resource.create(operation, request));
        if (!request.preview) this.#done("created", operation.urn, created.outputs);
        return created;
      },
      update: async (operation, request) => {
        const outputs = await this.#noted(operation, request, () => resource.update(operation, request));
        if (!request.preview) this.#done("updated", operation.urn, outputs);
        return outputs;
      },
      delete: async (operation, request) => {
        await resource.delete(operation, request);
        this.#done("deleted", operation.urn, request.state);
      },
    };
  }

  /**
   * Report for the user who interrupted the update: completed operations, jobs that the platform continues, and the
   * next step.
   * @returns the report on the first call; undefined if nothing can be lost, as in a preview or a refresh
   */
  report(): string | undefined {
    const entries = Object.entries(this.#entries) as [keyof typeof headings, string[]][];
    const nothing = entries.every(([, titles]) => titles.length === 0);
    const { desired, collects } = this.#run;
    if (this.#reported || (nothing && (desired === undefined || collects))) return undefined;
    this.#reported = true;
    const open = [...(desired?.flows.values() ?? [])].filter(({ key }) => !this.#settled.has(key));
    // Without a declaration, this may be a different program or `destroy`.
    const next =
      desired === undefined ? "run the same command again" : commandLine("pulumi", "up", { stack: this.#stack });
    return [
      `The update was interrupted.${nothing ? " Nothing was changed." : ""}`,
      ...entries.flatMap(([kind, titles]) => line(headings[kind], titles)),
      ...line(
        "Not published in this run",
        open.map(({ name }) => name),
      ),
      `Next: ${next}`,
      `  The next run reads the live state first, ${this.#entries.jobs.length > 0 ? "takes over the results of the running jobs, " : ""}then completes the update.`,
    ].join("\n");
  }

  async #noted<Result>(
    { urn }: Operation,
    { preview, inputs }: { preview: boolean; inputs: Properties },
    work: () => Promise<Result>,
  ): Promise<Result> {
    this.#stack = urn.stack;
    try {
      return await work();
    } catch (error) {
      if (preview) throw error;
      const title = titleOf(urn, inputs);
      if (error instanceof JobContinues) {
        this.#entries.jobs.push(`publish job ${error.jobId} for ${title}`);
        this.#settled.add(urn.name);
      } else if (error instanceof PartialFailure && typeof error.outputs["publishedVersion"] === "string") {
        this.#entries.published.push(`${title} ${error.outputs["publishedVersion"]} (to be checked again)`);
        this.#settled.add(urn.name);
      }
      throw error;
    }
  }

  #done(verb: "created" | "updated" | "deleted", urn: ResourceUrn, outputs: Properties): void {
    this.#stack = urn.stack;
    this.#settled.add(urn.name);
    const title = titleOf(urn, outputs);
    const version = outputs["publishedVersion"];
    if (verb !== "deleted" && typeof version === "string") this.#entries.published.push(`${title} ${version}`);
    else this.#entries[verb].push(`${urn.type.split(":").at(-1)} ${title}`);
  }
}

/** Lists the first few titles: `Published: Claims 1.0, Sales 1.0, and 40 more`. */
function line(heading: string, titles: readonly string[]): string[] {
  return titles.length === 0 ? [] : [`${heading}: ${few(titles, 12)}`];
}

function titleOf(urn: ResourceUrn, properties: Properties): string {
  const name = properties["name"];
  return typeof name === "string" && name !== "" ? name : urn.name;
}
