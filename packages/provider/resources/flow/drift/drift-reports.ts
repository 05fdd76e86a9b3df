import type { Operation } from "../../../engine/resource.ts";
import type { Pace } from "../../../run/pace.ts";
import type { StackRun } from "../../../run/stack-run.ts";
import type { FlowPlatform } from "../reading/platform.ts";
import type { FlowInputs } from "../values.ts";
import type { Drift } from "./drift.ts";
import { compareVersions, type FlowDifference } from "./version-comparison.ts";

/** One flow that was changed outside of this stack. */
interface DriftedFlow {
  readonly id: string;
  readonly drift: Drift;
  readonly inputs: Pick<FlowInputs, "onDrift">;
  readonly operation: Operation;
}

const nothingCompared: FlowDifference = { lines: [], brief: "" };

/**
 * Tells persons what was changed outside of the stack: who and when, then what (once a run), then what to do. Decides by
 * `onDrift` (default: `fail`, `overwrite` in the embedded organisation) whether an update goes on.
 */
export class DriftReports {
  readonly #platform: { readonly flows: FlowPlatform; readonly pace: Pace };
  readonly #fallback: "fail" | "overwrite";
  readonly #differences = new Map<string, Promise<FlowDifference>>();
  readonly #told = new Set<string>();

  constructor(organisation: { readonly flows: FlowPlatform; readonly pace: Pace; readonly embedded: boolean }) {
    this.#platform = organisation;
    this.#fallback = organisation.embedded ? "overwrite" : "fail";
  }

  /**
   * In a refresh: warns. What the next update does depends on the `onDrift` that it finds in the source, which a refresh does not read.
   * @returns the drift in one line, as the state keeps it
   */
  async tell(flow: DriftedFlow): Promise<string> {
    const decision = this.#decision(flow);
    await this.#warn(flow, decision, prospect(flow, decision, "As of the last update, an"));
    const { drift } = flow;
    const { brief } = await this.#difference(flow);
    return `${drift.events.join("; ")}${brief ? `: ${brief}` : ""}`;
  }

  /** In a preview: what the update would do about it. Where it would be refused, that is a finding of a run that collects them. */
  async foresee(flow: DriftedFlow, run: StackRun): Promise<void> {
    const { operation } = flow;
    const decision = this.#decision(flow);
    if (decision === "overwrite" || !run.collects) {
      await this.#warn(flow, decision, prospect(flow, decision, "An"));
      return;
    }
    const { lines } = await this.#difference(flow);
    run.refuse({ operation, code: "drift" }, textOf(headlineOf(flow.drift), lines, prospect(flow, decision, "An")));
  }

  /** Each decision once a run; what differs with the first. */
  async #warn(flow: DriftedFlow, decision: string, last: string): Promise<void> {
    const { id, drift, operation } = flow;
    const { lines } = await this.#difference(flow);
    const headline = headlineOf(drift);
    const told = `${id} ${headline}`;
    if (!this.#told.has(`${told} ${decision}`)) {
      operation.log.warn(textOf(headline, this.#told.has(told) ? [] : lines, last));
    }
    this.#told.add(told).add(`${told} ${decision}`);
  }

  /**
   * Before publishing: warns that the change is published over.
   * @throws Error that says what was changed, by whom, and what to do, when `onDrift` is `fail`
   */
  async accept(flow: DriftedFlow): Promise<void> {
    const { drift, operation } = flow;
    const headline = headlineOf(drift);
    const lines = this.#told.has(`${flow.id} ${headline}`) ? [] : (await this.#difference(flow)).lines;
    if (this.#decision(flow) === "fail") {
      throw new Error(textOf(headline, lines, `Nothing was published (onDrift: fail). ${advice(flow)}`));
    }
    const { published } = drift;
    const done = published
      ? `It is published over (onDrift: overwrite).${published.to ? ` Version ${published.to} stays in its history.` : ""}`
      : "It gets its name back (onDrift: overwrite).";
    operation.log.warn(textOf(headline, lines, done));
  }

  #decision(flow: DriftedFlow): "fail" | "overwrite" {
    return flow.inputs.onDrift ?? this.#fallback;
  }

  /** Exported once a run. */
  #difference({ id, drift, operation }: DriftedFlow): Promise<FlowDifference> {
    const { from, to } = drift.published ?? {};
    if (!from || !to) return Promise.resolve(nothingCompared);
    const key = `${id} ${from} ${to}`;
    const known = this.#differences.get(key);
    if (known) return known;
    const comparing = compareVersions({ ...this.#platform, signal: operation.signal }, { id, from, to });
    this.#differences.set(key, comparing);
    return comparing;
  }
}

function headlineOf({ ours, events }: Drift): string {
  return `The flow '${ours.name}' was changed outside of this stack: ${events.join("; ")}.`;
}

function textOf(headline: string, lines: readonly string[], last: string): string {
  return [headline, ...lines.map((line) => `  ${line}`), last].join("\n");
}

/** What an update would do. @param an how the sentence begins: a refresh knows `onDrift` as of the last update */
function prospect(flow: DriftedFlow, decision: "fail" | "overwrite", an: string): string {
  if (decision === "fail") return `${an} update is refused because of it (onDrift: fail). ${advice(flow)}`;
  return flow.drift.published
    ? `${an} update publishes over it (onDrift: overwrite): take what is wanted of it into the source first.`
    : `${an} update gives it its name back (onDrift: overwrite).`;
}

function advice({ drift, operation: { urn } }: DriftedFlow): string {
  const todo = drift.published
    ? "Take what is wanted of it into the source, then publish over it"
    : "Take the name into the source, or give it its name back";
  return (
    `${todo} by \`onDrift: overwrite\`:\n` +
    `  npm run pulumi -- config set --stack ${urn.stack} --path 'genesys-flows:flows.${pathKey(urn.name)}.onDrift' overwrite`
  );
}

/** A key within a configuration path of Pulumi. */
function pathKey(key: string): string {
  return /^[\w-]+$/.test(key) ? key : `["${key}"]`;
}
