import { type EngineRun, type EngineStep, INVENTORY } from "../events/engine-run.ts";

/** The engine creates a resource whose object exists (provider, `plain/resource.ts`). */
const TAKEN_OVER = /^The .+ \(\S+\) exists\. The update takes it over and changes /;
/** The state has no inventory, and a number leads where it should (provider, `inventory/resource.ts`). */
const SETTLED = /^(\+\d+) already leads to (.+)\.$/;

/** Messages that a report repeats. */
export const REPORTED_EXISTING = [/^The .+ exists\. The update takes it over and changes nothing\.$/, SETTLED];

/**
 * The run as it is to be reported, whatever the engine does with resources: an object that exists is not created but imported, and a
 * number that leads to its flow does not move.
 */
export function withExisting(run: EngineRun): EngineRun {
  const taken = new Set<string>();
  const numbers: Record<string, string> = {};
  for (const { text, urn } of run.messages) {
    for (const line of text.split("\n")) {
      if (urn !== undefined && TAKEN_OVER.test(line)) taken.add(urn);
      const [, number, key] = SETTLED.exec(line) ?? [];
      if (number !== undefined && key !== undefined) numbers[number] = key;
    }
  }
  if (taken.size + Object.keys(numbers).length === 0) return run;
  const steps = run.steps.map((step): EngineStep => {
    if (step.op === "create" && taken.has(step.urn)) return { ...step, op: "import" };
    if (step.type !== INVENTORY || step.old !== undefined) return step;
    return { ...step, old: { urn: step.urn, inputs: {}, outputs: { numbers } } };
  });
  return { ...run, steps };
}
