import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { newFolder, removeFolder } from "../harness/temporary-folder.ts";
import type { Checkout, Said } from "./checkout.ts";

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** A job that ended: what its commands printed, in order, and its outputs. */
export interface EndedJob {
  readonly succeeded: boolean;
  /** False where the condition of the job did not hold. */
  readonly ran: boolean;
  readonly said: readonly Said[];
  readonly outputs: Readonly<Record<string, string>>;
  /** What its steps wrote into the summary of the run. */
  readonly summary: string;
}

/** Values of expressions by their names: `secrets.PULUMI_CONFIG_PASSPHRASE`. A name without a value is empty, as on GitHub. */
export type Contexts = Readonly<Record<string, string>>;

/** What a clone on this machine does not need: what it installs is there, or the clone itself. */
const DONE = /^(actions\/(checkout|setup-node|setup-go|cache)@|npm ci$)/;

/**
 * Runs jobs of the shipped workflows as a runner of GitHub does, each in a clone: its `run` steps with their environment and conditions,
 * and between two jobs nothing but the artefacts and outputs that the workflow names.
 */
export class WorkflowRun {
  readonly #folder = newFolder("artefacts");
  readonly #given: Contexts;
  readonly #machine: Readonly<Record<string, string>>;
  readonly #outputs: Record<string, string> = {};

  /**
   * @param given contexts of the event: inputs, secrets, variables
   * @param o.machine environment of the runner itself
   */
  constructor(given: Contexts, { machine = {} }: { readonly machine?: Readonly<Record<string, string>> } = {}) {
    this.#given = given;
    this.#machine = machine;
  }

  dispose(): void {
    removeFolder(this.#folder);
  }

  /** Runs a job in a clone, on what earlier jobs of this run handed over. */
  async job(checkout: Checkout, file: string, name: string): Promise<EndedJob> {
    const workflow = parse(checkout.read(`.github/workflows/${file}`)) as Workflow;
    const job = workflow.jobs[name];
    if (job === undefined) throw new Error(`${file} has no job ${name}.`);
    const contexts: Record<string, string> = { ...this.#given, ...this.#outputs };
    const env: Record<string, string> = { ...this.#machine, CI: "true", GITHUB_ACTIONS: "true" };
    for (const [key, value] of Object.entries({ ...workflow.env, ...job.env })) {
      env[key] = filledIn(value, contexts);
      contexts[`env.${key}`] = env[key];
    }
    const ended = { succeeded: true, ran: holds(job.if, contexts, true), said: [] as Said[], summary: "" };
    if (!ended.ran) return { ...ended, outputs: {} };
    const files = { GITHUB_OUTPUT: this.#file("output"), GITHUB_STEP_SUMMARY: this.#file("summary") };
    for (const step of this.#stepsOf(checkout, job.steps)) {
      if (!holds(step.if, contexts, ended.succeeded)) continue;
      const own = Object.entries(step.env ?? {}).map(([key, value]) => [key, filledIn(value, contexts)]);
      if (step.run !== undefined && !DONE.test(step.run)) {
        writeFileSync(files.GITHUB_OUTPUT, "");
        const said = await checkout.says(`set -e\n${step.run}`, {
          env: { ...env, ...Object.fromEntries(own), ...files },
        });
        ended.said.push(said);
        ended.succeeded &&= said.code === 0;
        for (const line of readFileSync(files.GITHUB_OUTPUT, "utf8").split("\n").filter(Boolean)) {
          const at = line.indexOf("=");
          contexts[`steps.${step.id}.outputs.${line.slice(0, at)}`] = line.slice(at + 1);
        }
      } else if (!this.#transfer(checkout, step, contexts)) ended.succeeded = false;
    }
    const outputs = Object.entries(job.outputs ?? {}).map(([key, value]) => [key, filledIn(value, contexts)] as const);
    for (const [key, value] of outputs) this.#outputs[`needs.${name}.outputs.${key}`] = value;
    return { ...ended, outputs: Object.fromEntries(outputs), summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8") };
  }

  /** The steps, with those of the project's own action in its place. */
  #stepsOf(checkout: Checkout, steps: readonly Step[]): Step[] {
    return steps.flatMap((step) => {
      if (!step.uses?.startsWith("./")) return [step];
      const action = parse(checkout.read(path.join(step.uses, "action.yml"))) as { runs: { steps: readonly Step[] } };
      return action.runs.steps.filter(({ run }) => run !== undefined);
    });
  }

  /** What the actions for artefacts do. @returns false where the step fails */
  #transfer(checkout: Checkout, step: Step, contexts: Contexts): boolean {
    const { run = "", uses = run, with: inputs = {} } = step;
    if (DONE.test(uses)) return true;
    const input = (name: string) => filledIn(String(inputs[name] ?? ""), contexts);
    const artefact = path.join(this.#folder, "artefacts", input("name"));
    if (uses.startsWith("actions/upload-artifact@")) {
      const from = input("path");
      // Since 4.4, the action leaves out files that are hidden, or below a hidden folder.
      const isHidden = from.split("/").some((part) => part.startsWith(".")) && input("include-hidden-files") !== "true";
      const isFound = !isHidden && checkout.exists(from);
      if (!isFound) return input("if-no-files-found") !== "error";
      const isFile = path.extname(from) !== "";
      rmSync(artefact, { recursive: true, force: true });
      mkdirSync(artefact, { recursive: true });
      cpSync(checkout.path(from), isFile ? path.join(artefact, path.basename(from)) : artefact, { recursive: true });
      return true;
    }
    if (uses.startsWith("actions/download-artifact@")) {
      if (!existsSync(artefact))
        return String((step as { "continue-on-error"?: boolean })["continue-on-error"]) === "true";
      cpSync(artefact, checkout.path(input("path")), { recursive: true });
      return true;
    }
    throw new Error(`A journey does not know the action ${uses}.`);
  }

  #file(name: string): string {
    const file = path.join(this.#folder, name);
    writeFileSync(file, "");
    return file;
  }
}

/** A text with its expressions filled in: `${{ a.b }}`, `${{ a.b || c.d }}`. */
function filledIn(text: string, contexts: Contexts): string {
  return String(text).replaceAll(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
    const names = expression.split("||").map((name) => name.trim());
    const unknown = names.find((name) => !/^[\w.-]+$/.test(name));
    if (unknown !== undefined) throw new Error(`A journey does not know the expression ${expression}.`);
    return names.map((name) => contexts[name] ?? "").find((value) => value !== "") ?? "";
  });
}

/** Whether a step or job runs. */
function holds(condition: string | undefined, contexts: Contexts, succeeded: boolean): boolean {
  if (condition === undefined) return succeeded;
  const expression = condition.replace(/^\$\{\{\s*(.*?)\s*\}\}$/, "$1");
  if (expression === "!cancelled()") return true;
  const [, name = "", value] = /^([\w.-]+) == '([^']*)'$/.exec(expression) ?? [];
  if (value === undefined) throw new Error(`A journey does not know the condition ${condition}.`);
  return succeeded && (contexts[name] ?? "") === value;
}
