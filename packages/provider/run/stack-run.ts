import type { RunCode } from "@genesys-flows/architect";
import { messageOf } from "@genesys-flows/architect/printable";
import { ApiFailure } from "@genesys-flows/platform";
import type { ResourceUrn } from "@genesys-flows/project/state";
import type { Operation } from "../engine/resource.ts";
import { type DesiredStack, type ObjectName, referenceKey } from "./desired.ts";
import { atPlace, type Finding, type FindingPlace, Findings } from "./findings.ts";

export interface About {
  readonly operation: Pick<Operation, "urn" | "signal">;
  readonly code: RunCode;
  /** Location of the finding; default: the file of the operation's flow. */
  readonly place?: FindingPlace | undefined;
  readonly hint?: string | undefined;
}

/**
 * Known facts about a flow in this run: from the state if the flow is unchanged, from the organisation if this run
 * published it.
 */
export interface KnownFlow {
  readonly version: string;
  readonly digest: string;
  /** Name of each module that the flow holds -> version of the snapshot. */
  readonly held: Readonly<Record<string, string>>;
  /** Key of each module that the flow calls -> digest of the snapshot. */
  readonly digests: Readonly<Record<string, string | undefined>>;
  readonly pinned: boolean;
}

/**
 * One run of a program: the desired state and the findings. A program with bare resources does not declare its stack,
 * and neither does `destroy`. In such a run, findings are not collected, and each operation throws the reason why it is
 * refused.
 */
export class StackRun {
  readonly findings = new Findings();
  /** Published flows that this run knows, by key. */
  readonly held = new Map<string, KnownFlow>();
  #desired: DesiredStack | undefined;
  #preview = false;
  readonly #reported = new Set<string>();
  #unreachable: unknown;
  /** Project and stack of this run; undefined until a resource is registered. */
  of: Pick<ResourceUrn, "project" | "stack"> | undefined;
  /** URNs of the resources that the program of this run has registered. */
  readonly registered = new Set<string>();

  /** Called before anything is registered. Makes no requests. */
  begin(o: { desired: DesiredStack; preview: boolean }): void {
    this.#desired = o.desired;
    this.#preview = o.preview;
    this.findings.clear();
    this.#reported.clear();
    this.registered.clear();
    this.#unreachable = undefined;
  }

  /** The desired state; undefined if the program did not declare it. */
  get desired(): DesiredStack | undefined {
    return this.#desired;
  }

  register({ text, project, stack }: ResourceUrn): void {
    this.registered.add(text);
    this.of = { project, stack };
  }

  /** Whether findings are collected and reported together after the last registration. */
  get collects(): boolean {
    return this.#desired !== undefined && this.#preview;
  }

  /**
   * Runs a check in a preview. Collects its error if this run collects findings; otherwise, throws the error.
   * @returns the result of the check; undefined if the check failed
   */
  async judge<Result>(about: About, check: () => Result | Promise<Result>): Promise<Result | undefined> {
    if (!this.collects) return check();
    try {
      return await check();
    } catch (error) {
      if (about.operation.signal.aborted) throw error;
      this.findings.add(this.#findingOf(about, error));
      return undefined;
    }
  }

  /**
   * Opens the organisation. A preview that collects findings tries only once, because the reason applies to all flows.
   * @throws the reason why the organisation cannot be reached or is the wrong one
   */
  async reach<Organisation>(open: () => Promise<Organisation>): Promise<Organisation> {
    if (!this.collects) return open();
    if (this.#unreachable !== undefined) throw this.#unreachable;
    try {
      return await open();
    } catch (error) {
      this.#unreachable = error;
      throw error;
    }
  }

  /** Whether a finding already explains why the organisation cannot be reached. */
  get isUnreachable(): boolean {
    return this.#unreachable !== undefined;
  }

  /**
   * Reports a refusal: collects it if this run collects findings, otherwise throws it.
   * @throws Error with the message
   */
  refuse(about: About, message: string): void {
    if (!this.collects) throw new Error(about.hint ? `${message}\n${about.hint}` : message);
    this.findings.add(this.#findingOf(about, new Error(message)));
  }

  /** Reports a warning, which does not stop the update. `endRun` returns it. */
  warn(about: About, message: string): void {
    this.findings.add({ ...this.#findingOf(about, new Error(message)), severity: "warning" });
  }

  /** Records that a name in a flow was reported, so that it is not reported again. */
  reported(key: string, named: ObjectName): void {
    this.#reported.add(JSON.stringify([key, referenceKey(named).toLowerCase()]));
  }

  isReported(key: string, named: ObjectName): boolean {
    return this.#reported.has(JSON.stringify([key, referenceKey(named).toLowerCase()]));
  }

  #findingOf({ operation, code, place, hint }: About, error: unknown): Finding {
    const key = operation.urn.name;
    const flow = this.#desired?.flows.get(key);
    const at = place ?? (flow && { file: flow.file });
    return {
      // A failed request concerns the organisation or the connection, not the flow.
      code: error instanceof ApiFailure ? "platform" : code,
      severity: "error",
      message: messageOf(error),
      ...(hint !== undefined && { hint }),
      ...(flow && { flow: key }),
      ...(at && atPlace(at)),
    };
  }
}

/**
 * Finds stale callers after an update: flows that do not hold the published version of a module that they call or that
 * they name without a link. Compares the known facts about each flow and makes no requests. A snapshot with the
 * module's current content is not stale, whatever its version.
 */
export function proofOfRun(run: StackRun): Finding[] {
  const { desired, held } = run;
  if (!desired || run.collects) return [];
  const findings: Finding[] = [];
  const modules = [...desired.flows.values()].filter(({ type }) => type === "commonModule");
  for (const flow of desired.flows.values()) {
    const known = held.get(flow.key);
    if (!known || known.pinned) continue;
    for (const module of modules) {
      const copy = known.held[module.name];
      const published = held.get(module.key);
      if (copy === undefined || !published || copy === published.version) continue;
      if (known.digests[module.key] !== undefined && known.digests[module.key] === published.digest) continue;
      findings.push({
        code: "stale-caller",
        severity: "error",
        flow: flow.key,
        ...atPlace({ file: flow.file }),
        message: `The flow '${flow.name}' holds version ${copy} of the module '${module.name}', but version ${published.version} is published. The flow still runs ${copy}.`,
        hint: flow.modules.includes(module.key)
          ? "Run the update again to publish the flow."
          : `The flow is not linked to the module '${module.key}' of this stack. Call the module by its current name.`,
      });
    }
  }
  return findings;
}
