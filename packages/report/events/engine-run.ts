import { readFileSync } from "node:fs";

export const INVENTORY = "genesyscloud:index/inventory:Inventory";

/** The old or new state of a resource in a step. Secrets are replaced by `[secret]`. */
export interface ResourceState {
  /** Differs from the URN of the step if the resource had a different name or parent. */
  readonly urn: string;
  readonly id?: string;
  readonly parent?: string;
  readonly protect?: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What the engine does, or would do, to one resource. */
export interface EngineStep {
  readonly urn: string;
  /** The resource's Pulumi name: the last part of the URN. */
  readonly name: string;
  /** `genesyscloud:index/flow:Flow`. */
  readonly type: string;
  /**
   * `create`, `update`, `delete`, `same`, `replace`, `create-replacement`, `delete-replaced`, `import`, `refresh`, ...
   */
  readonly op: string;
  /** Property path -> kind of the difference, as reported by the provider. */
  readonly detailedDiff: Readonly<Record<string, { readonly kind: string; readonly inputDiff: boolean }>>;
  /** Top-level properties that differ. */
  readonly diffs: readonly string[];
  readonly old?: ResourceState;
  /** In an update, includes the outputs once the step is done. */
  readonly new?: ResourceState;
  /**
   * Set for a resource that a standalone refresh reads: `new` has the inputs from the state and the outputs of the live
   * object.
   */
  readonly isRead?: true;
  /** For a replacement: whether the provider reported that the object is kept, with the same id. */
  readonly keepsId?: true;
  /**
   * `done` includes the planned steps of a preview. `started` means that the run ended before the step was complete.
   */
  readonly ended: "done" | "failed" | "started";
}

/** A message from the program, the provider or the engine. */
export interface EngineMessage {
  readonly severity: "info" | "info#err" | "warning" | "error";
  /** Without the engine's colours. */
  readonly text: string;
  readonly urn?: string;
}

export interface PolicyVerdict extends Pick<EngineMessage, "text" | "urn"> {
  readonly policy: string;
  readonly level: string;
}

/** What one engine command did. */
export interface EngineRun {
  readonly isPreview: boolean;
  /** When the run ended, if its events include a time. */
  readonly time?: Date;
  /** The stack's configuration; secrets are replaced by `[secret]`. */
  readonly config: Readonly<Record<string, string>>;
  /** The last step for each resource, in the order in which the engine began them. */
  readonly steps: readonly EngineStep[];
  readonly messages: readonly EngineMessage[];
  readonly verdicts: readonly PolicyVerdict[];
  /**
   * Whether the engine reported the end of the run; false for a run that was killed or that failed before planning
   * anything.
   */
  readonly isWhole: boolean;
  /** Whether the engine reported a failure. An update that fails before its first step reports no failed step. */
  readonly hasFailed: boolean;
  /** Number of resources by operation, if the engine reported the end of the run. */
  readonly summary?: Readonly<Record<string, number>>;
}

interface Metadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly diffs?: readonly string[] | null;
  readonly detailedDiff?: Readonly<Record<string, { diffKind: string; inputDiff: boolean }>> | null;
  readonly old?: Partial<ResourceState> | null;
  readonly new?: Partial<ResourceState> | null;
}

/** One line of an event log: the parts of Pulumi's `apitype.EngineEvent` that are used here. */
export interface EngineEvent {
  /** Seconds since 1970. */
  readonly timestamp?: number;
  /** The run begins. Contains the stack's configuration. */
  readonly preludeEvent?: { readonly config?: Readonly<Record<string, string>> | null };
  /** A step for a resource begins. In a preview, `planning` is set. */
  readonly resourcePreEvent?: { readonly metadata: Metadata; readonly planning?: boolean };
  /** A step for a resource has ended. */
  readonly resOutputsEvent?: { readonly metadata: Metadata; readonly planning?: boolean };
  /** A step for a resource has failed. */
  readonly resOpFailedEvent?: { readonly metadata: Metadata };
  /** A message from the engine, the program or the provider. `ephemeral` messages only report progress. */
  readonly diagnosticEvent?: {
    readonly severity: string;
    readonly message: string;
    readonly urn?: string;
    readonly ephemeral?: boolean;
  };
  /** A violation of a policy. */
  readonly policyEvent?: {
    readonly policyName: string;
    readonly enforcementLevel: string;
    readonly message: string;
    readonly resourceUrn?: string;
  };
  /** The run has ended. Contains the result and the number of resources by operation. */
  readonly summaryEvent?: {
    readonly isPreview?: boolean;
    readonly result?: string;
    readonly resourceChanges?: Readonly<Record<string, number>>;
  };
  /** The engine sends no more events. */
  readonly cancelEvent?: object;
}

/**
 * Reads what an engine command did from its event log (`--event-log`), which has one event per line.
 * @throws Error for a line that is not an event; the last line may be incomplete
 */
export function readEngineRun(file: string): EngineRun {
  return engineRunOf(parseEvents(readFileSync(file, "utf8")));
}

/** The events of a log. @throws Error with the number of a line that is not JSON; the last line may be incomplete */
export function parseEvents(text: string): EngineEvent[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      return [JSON.parse(line) as EngineEvent];
    } catch (cause) {
      if (index === lines.length - 1) return [];
      throw new Error(`Line ${index + 1} of the event log is not an engine event.`, { cause });
    }
  });
}

/** Determines what an engine command did, according to its events. */
export function engineRunOf(events: Iterable<EngineEvent>): EngineRun {
  const steps = new Map<string, EngineStep>();
  const messages: EngineMessage[] = [];
  const verdicts: PolicyVerdict[] = [];
  let config: Readonly<Record<string, string>> = {};
  let summary: EngineEvent["summaryEvent"];
  let plans = false;
  let time: number | undefined;
  for (const event of events) {
    time = event.timestamp ?? time;
    if (event.preludeEvent) config = event.preludeEvent.config ?? {};
    if (event.summaryEvent) summary = event.summaryEvent;
    plans ||= event.resourcePreEvent?.planning === true || event.resOutputsEvent?.planning === true;
    const [metadata, ended] = stepIn(event);
    if (metadata) {
      const key = keyOf(metadata);
      // A step of a standalone refresh begins as `refresh` and ends as the detected operation, such as `update`.
      const isRead =
        ended === "done" && steps.get(`refresh ${metadata.urn}`)?.ended === "started" && key === metadata.urn;
      const step = { ...stepOf(metadata, ended), ...(isRead && { isRead: true as const }) };
      steps.set(key, merged(steps.get(key), step));
    }
    const { diagnosticEvent: said, policyEvent: judged } = event;
    if (said && said.severity !== "debug" && !said.ephemeral) {
      const severity = said.severity as EngineMessage["severity"];
      messages.push({ severity, text: plain(said.message), urn: said.urn || undefined });
    }
    if (judged) {
      const { policyName: policy, enforcementLevel: level, message, resourceUrn } = judged;
      verdicts.push({ policy, level, text: plain(message), urn: resourceUrn || undefined });
    }
  }
  return {
    isPreview: summary?.isPreview ?? plans,
    ...(time !== undefined && { time: new Date(time * 1000) }),
    config,
    steps: [...steps.values()],
    messages,
    verdicts,
    isWhole: summary !== undefined,
    hasFailed: summary?.result === "failed" || [...steps.values()].some(({ ended }) => ended === "failed"),
    summary: summary?.resourceChanges,
  };
}

function stepIn(event: EngineEvent): readonly [Metadata | undefined, EngineStep["ended"]] {
  if (event.resOpFailedEvent) return [event.resOpFailedEvent.metadata, "failed"];
  if (event.resOutputsEvent) return [event.resOutputsEvent.metadata, "done"];
  return [event.resourcePreEvent?.metadata, "started"];
}

/** Merges the steps of a replacement, which share a URN, but keeps a deletion separate from a creation. */
function keyOf({ urn, op }: Metadata): string {
  return op.startsWith("delete") || op === "refresh" ? `${op} ${urn}` : urn;
}

function merged(known: EngineStep | undefined, step: EngineStep): EngineStep {
  if (!known) return step;
  const detailed = Object.keys(step.detailedDiff).length > 0 ? step.detailedDiff : known.detailedDiff;
  const ended = known.ended === "failed" ? "failed" : step.ended;
  // If the old resource is deleted first, the creation of the new resource is the last step.
  const whole = known.op === "replace" ? { op: known.op, ...(known.old && { old: known.old }) } : {};
  return { ...known, ...step, detailedDiff: detailed, ended, ...whole };
}

function stepOf(metadata: Metadata, ended: EngineStep["ended"]): EngineStep {
  const detailed = Object.entries(metadata.detailedDiff ?? {});
  return {
    urn: metadata.urn,
    name: metadata.urn.slice(metadata.urn.lastIndexOf("::") + 2),
    type: metadata.type,
    op: metadata.op,
    diffs: metadata.diffs ?? [],
    detailedDiff: Object.fromEntries(
      detailed.map(([path, { diffKind, inputDiff }]) => [path, { kind: diffKind, inputDiff }]),
    ),
    ...(metadata.old && { old: stateOf(metadata.old) }),
    ...(metadata.new && { new: stateOf(metadata.new) }),
    ended,
  };
}

function stateOf({ urn = "", inputs, outputs, ...state }: Partial<ResourceState>): ResourceState {
  const [id, parent, protect] = [state.id || undefined, state.parent || undefined, state.protect || undefined];
  return { urn, id, parent, protect, inputs: inputs ?? {}, outputs: outputs ?? {} };
}

/** Removes the engine's colour markup, such as `<{%reset%}>`. */
function plain(message: string): string {
  return message.replaceAll(/<\{%[^%]*%\}>/g, "").trimEnd();
}
