import { type EngineEvent, type EngineRun, engineRunOf } from "@genesys-flows/report";

const STACK = "urn:pulumi:dev::genesys-flows::";

/** URN of a flow of the stack. */
export function flowUrn(key: string): string {
  return `${STACK}genesyscloud:index/flow:Flow::${key}`;
}

interface State {
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** One resource in a run that tests make by hand. */
export interface StepGiven {
  readonly key: string;
  readonly op: string;
  /** `genesyscloud:index/flow:Flow` unless given. */
  readonly type?: string;
  readonly diffs?: readonly string[];
  readonly old?: State;
  readonly new?: State;
  /** Key of the component that registered it. */
  readonly parent?: string;
  /** `done` unless given. */
  readonly ended?: "done" | "failed" | "started";
}

/** A run of the engine, from its events. */
export function runOf(
  steps: readonly StepGiven[],
  o: { readonly isUpdate?: true; readonly result?: string; readonly events?: readonly EngineEvent[] } = {},
): EngineRun {
  const planning = o.isUpdate === undefined;
  const events = steps.flatMap((step): EngineEvent[] => {
    const metadata = metadataOf(step);
    const begun = { resourcePreEvent: { metadata, planning } };
    if (step.ended === "started") return [begun];
    return [
      begun,
      step.ended === "failed" ? { resOpFailedEvent: { metadata } } : { resOutputsEvent: { metadata, planning } },
    ];
  });
  const summaryEvent = { isPreview: planning, result: o.result ?? "succeeded", resourceChanges: {} };
  return engineRunOf([...events, ...(o.events ?? []), { summaryEvent }]);
}

function metadataOf({ key, op, type = "genesyscloud:index/flow:Flow", diffs = [], old, new: next, parent }: StepGiven) {
  const urn = `${STACK}${type}::${key}`;
  const about = { urn, ...(parent !== undefined && { parent: `${STACK}genesys-flows:index:SharedModule::${parent}` }) };
  return {
    op,
    urn,
    type,
    diffs,
    ...(old && { old: { ...about, ...old } }),
    ...(next && { new: { ...about, ...next } }),
  };
}

/** A message of the engine. */
export function message(severity: string, text: string, urn?: string): EngineEvent {
  return { diagnosticEvent: { severity, message: text, ...(urn !== undefined && { urn }) } };
}
