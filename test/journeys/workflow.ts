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
/** A composite action. */
interface Action {
  readonly inputs?: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs?: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

/** What the steps of a job share. */
interface Running {
  readonly checkout: Checkout;
  readonly env: Readonly<Record<string, string>>;
  readonly files: { readonly GITHUB_OUTPUT: string; readonly GITHUB_STEP_SUMMARY: string };
  readonly said: Said[];
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
    if (!holds(job.if, contexts, true)) return { succeeded: true, ran: false, said: [], summary: "", outputs: {} };
    const files = { GITHUB_OUTPUT: this.#file("output"), GITHUB_STEP_SUMMARY: this.#file("summary") };
    const said: Said[] = [];
    const succeeded = await this.#steps(job.steps, contexts, { checkout, env, files, said });
    const outputs = Object.entries(job.outputs ?? {}).map(([key, value]) => [key, filledIn(value, contexts)] as const);
    for (const [key, value] of outputs) this.#outputs[`needs.${name}.outputs.${key}`] = value;
    const summary = readFileSync(files.GITHUB_STEP_SUMMARY, "utf8");
    return { succeeded, ran: true, said, summary, outputs: Object.fromEntries(outputs) };
  }

  /** Runs steps of a job or of an action, whose outputs join `contexts`. @returns whether all succeeded */
  async #steps(steps: readonly Step[], contexts: Record<string, string>, running: Running): Promise<boolean> {
    let succeeded = true;
    for (const step of steps) {
      if (DONE.test(step.uses ?? step.run ?? "") || !holds(step.if, contexts, succeeded)) continue;
      if (!(await this.#step(step, contexts, running))) succeeded = false;
    }
    return succeeded;
  }

  #step(step: Step, contexts: Record<string, string>, running: Running): boolean | Promise<boolean> {
    if (step.run !== undefined) return this.#script(step, contexts, running);
    if (step.uses?.startsWith("./")) return this.#action(step, contexts, running);
    return this.#transfer(running.checkout, step, contexts);
  }

  async #script(step: Step, contexts: Record<string, string>, running: Running): Promise<boolean> {
    const { checkout, env, files, said } = running;
    const own = Object.entries(step.env ?? {}).map(([key, value]) => [key, filledIn(value, contexts)]);
    writeFileSync(files.GITHUB_OUTPUT, "");
    const ended = await checkout.says(`set -e\n${step.run}`, { env: { ...env, ...Object.fromEntries(own), ...files } });
    said.push(ended);
    for (const line of readFileSync(files.GITHUB_OUTPUT, "utf8").split("\n").filter(Boolean)) {
      const at = line.indexOf("=");
      contexts[`steps.${step.id}.outputs.${line.slice(0, at)}`] = line.slice(at + 1);
    }
    return ended.code === 0;
  }

  /** Runs an action of the clone: its steps see its own inputs and steps, and the environment of the job. */
  async #action(step: Step, contexts: Record<string, string>, running: Running): Promise<boolean> {
    const action = parse(running.checkout.read(path.join(step.uses ?? "", "action.yml"))) as Action;
    const unknown = Object.keys(step.with ?? {}).find((name) => action.inputs?.[name] === undefined);
    if (unknown !== undefined) throw new Error(`The action ${step.uses} has no input ${unknown}.`);
    const shared = Object.entries(contexts).filter(([name]) => !/^(inputs|steps)\./.test(name));
    const own: Record<string, string> = Object.fromEntries(shared);
    for (const [name, { default: otherwise = "" }] of Object.entries(action.inputs ?? {}))
      own[`inputs.${name}`] = filledIn(String(step.with?.[name] ?? otherwise), contexts);
    const succeeded = await this.#steps(action.runs.steps, own, running);
    for (const [name, { value }] of Object.entries(action.outputs ?? {}))
      contexts[`steps.${step.id}.outputs.${name}`] = filledIn(value, own);
    return succeeded;
  }

  /** What the actions for artefacts do. @returns false where the step fails */
  #transfer(checkout: Checkout, step: Step, contexts: Contexts): boolean {
    const { uses = "", with: inputs = {} } = step;
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

/** Whether a step or job runs: `!cancelled()` and comparisons, joined by `&&`. */
function holds(condition: string | undefined, contexts: Contexts, succeeded: boolean): boolean {
  const parts = (condition ?? "").replace(/^\$\{\{\s*(.*?)\s*\}\}$/, "$1").split(" && ");
  const asked = parts.filter((part) => part !== "" && part !== "!cancelled()");
  const isRunningAnyway = parts.includes("!cancelled()");
  return (
    (succeeded || isRunningAnyway) &&
    asked.every((part) => {
      const [, name = "", value] = /^([\w.-]+) == '([^']*)'$/.exec(part) ?? [];
      if (value === undefined) throw new Error(`A journey does not know the condition ${condition}.`);
      return (contexts[name] ?? "") === value;
    })
  );
}
