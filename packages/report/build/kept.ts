import type { EngineMessage, EngineStep, ResourceState } from "../events/engine-run.ts";
import { UNKNOWN } from "./values.ts";

/** What the provider says of an object that a replacement or a move leaves as it is (provider, `run/holdings.ts`). */
const STAYS = /^The .+ stays: same id, nothing deleted\.(?: It was (?<was>urn:.+) until now\.)?$/;

/** What it says of the object of a resource that the engine deletes. */
const LEFT =
  /^The .+ stays in the organisation: (the replacement kept it|its replacement keeps it|it is urn:.+ now|it becomes urn:.+)\.$/;

/** Whether a message says that an object stays: the report says that, too. */
export function isOfKept(text: string): boolean {
  return STAYS.test(text) || LEFT.test(text);
}

/**
 * Steps with those of each object that stays as one replacement: the engine also replaces what it is told to, and creates and deletes
 * a resource that gets another parent or name in the program.
 */
export function withKept(steps: readonly EngineStep[], messages: readonly EngineMessage[]): EngineStep[] {
  const kept = new Map<string, string | undefined>();
  const isLeft = new Set<string>();
  for (const { urn, text } of messages) {
    if (urn === undefined) continue;
    const said = STAYS.exec(text.trim());
    if (said) kept.set(urn, said.groups?.["was"]);
    if (LEFT.test(text.trim())) isLeft.add(urn);
  }
  if (kept.size + isLeft.size === 0) return [...steps];
  const left = new Map(steps.filter(({ op }) => op === "delete").map((step) => [step.urn, step]));
  const moved = new Set<EngineStep>();
  const whole = steps.map((step): EngineStep => {
    if (!kept.has(step.urn) || (step.op !== "create" && step.op !== "replace")) return step;
    const earlier = left.get(kept.get(step.urn) ?? "");
    if (earlier) moved.add(earlier);
    const old = step.old ?? earlier?.old;
    // The engine does not compare what it replaces because it is told to, or because it moved. Flows have their digests.
    const isCompared = step.diffs.length > 0 || step.type.endsWith(":Flow");
    const diffs = isCompared ? step.diffs : changedInputs(old, step.new);
    return { ...step, op: "replace", diffs, ...(old && { old }), keepsId: true };
  });
  return whole.filter((step) => !moved.has(step) && !(step.op === "delete" && isLeft.has(step.urn)));
}

function changedInputs(old: ResourceState | undefined, next: ResourceState | undefined): string[] {
  if (!old || !next) return [];
  const text = (value: unknown) => JSON.stringify(value) ?? "";
  return [...new Set([...Object.keys(old.inputs), ...Object.keys(next.inputs)])].filter((property) => {
    const [from, to] = [text(old.inputs[property]), text(next.inputs[property])];
    return !property.startsWith("__") && from !== to && !to.includes(UNKNOWN);
  });
}
