import { readFileSync } from "node:fs";

export const INVENTORY = "genesyscloud:index/inventory:Inventory";

/** A resource in a step, as it was or will be. Secrets are `[secret]`. */
export interface ResourceState {
  /** Another one than the step's where the resource had another name or parent. */
  readonly urn: string;
  readonly id?: string;
  readonly parent?: string;
  readonly protect?: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What the engine does, or would do, with one resource. */
export interface EngineStep {
  readonly urn: string;
  /** Last part of the URN: the resource's Pulumi name. */
  readonly name: string;
  /** `genesyscloud:index/flow:Flow`. */
  readonly type: string;
  /** `create`, `update`, `delete`, `same`, `replace`, `create-replacement`, `delete-replaced`, `import`, `refresh`, ... */
  readonly op: string;
  /** Property path -> kind of the difference, as the provider gave it. */
  readonly detailedDiff: Readonly<Record<string, { readonly kind: string; readonly inputDiff: boolean }>>;
  /** Top-level properties that differ. */
  readonly diffs: readonly string[];
  readonly old?: ResourceState;
  /** In an update, with the outputs once the step is done. */
  readonly new?: ResourceState;
  /** What a refresh without an update read: `old` is the state, `new` has the inputs of the state and the outputs of the live object. */
  readonly isRead?: true;
  /** Of a replacement: whether the provider said that the object stays, with its id. */
  readonly keepsId?: true;
  /** `done` also in a preview, for a step that was planned; `started` when the run ended before the step did. */
  readonly ended: "done" | "failed" | "started";
}

/** A message of the program, the provider or the engine. */
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

/** What one command of the engine did. */
export interface EngineRun {
  readonly isPreview: boolean;
  /** When it ended, as far as its events say. */
  readonly time?: Date;
  /** The stack's configuration; secrets are `[secret]`. */
  readonly config: Readonly<Record<string, string>>;
  /** The last step of each resource, in the order in which the engine began them. */
  readonly steps: readonly EngineStep[];
  readonly messages: readonly EngineMessage[];
  readonly verdicts: readonly PolicyVerdict[];
  /** Whether the engine reported its end; false for a run that was killed, or that failed before it planned anything. */
  readonly isWhole: boolean;
  /** Whether the engine reported that it failed; an update that fails before its first step reports no failed step. */
  readonly hasFailed: boolean;
  /** Resources by operation, where the engine reported its end. */
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

/** One line of an event log, as far as it is used here (Pulumi's `apitype.EngineEvent`). */
export interface EngineEvent {
  /** Seconds since 1970. */
  readonly timestamp?: number;
  /** The run begins, with this configuration of the stack. */
  readonly preludeEvent?: { readonly config?: Readonly<Record<string, string>> | null };
  /** A step with a resource begins; with `planning` in a preview. */
  readonly resourcePreEvent?: { readonly metadata: Metadata; readonly planning?: boolean };
  /** A step with a resource has ended. */
  readonly resOutputsEvent?: { readonly metadata: Metadata; readonly planning?: boolean };
  /** A step with a resource has failed. */
  readonly resOpFailedEvent?: { readonly metadata: Metadata };
  /** A message of the engine, the program or the provider. An `ephemeral` one is only about the progress. */
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
  /** The run has ended: how, and with how many resources by operation. */
  readonly summaryEvent?: {
    readonly isPreview?: boolean;
    readonly result?: string;
    readonly resourceChanges?: Readonly<Record<string, number>>;
  };
  /** The engine sends no further events. */
  readonly cancelEvent?: object;
}

/**
 * What a command of the engine did, from the log that `--event-log` wrote: one event a line.
 * @throws Error for a line that is no event; the last line may be incomplete
 */
export function readEngineRun(file: string): EngineRun {
  return engineRunOf(parseEvents(readFileSync(file, "utf8")));
}

/** The events of a log. @throws Error naming the line that is no JSON; the last one may be incomplete */
export function parseEvents(text: string): EngineEvent[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      return [JSON.parse(line) as EngineEvent];
    } catch (cause) {
      if (index === lines.length - 1) return [];
      throw new Error(`Line ${index + 1} of the event log is not an event of the engine.`, { cause });
    }
  });
}

/** What a command of the engine did, from its events. */
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
      // A refresh by itself begins as `refresh`, and ends as what it found: `update`.
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

/** A replacement has several steps with one URN; a deletion beside a creation stays apart. */
function keyOf({ urn, op }: Metadata): string {
  return op.startsWith("delete") || op === "refresh" ? `${op} ${urn}` : urn;
}

function merged(known: EngineStep | undefined, step: EngineStep): EngineStep {
  if (!known) return step;
  const detailed = Object.keys(step.detailedDiff).length > 0 ? step.detailedDiff : known.detailedDiff;
  const ended = known.ended === "failed" ? "failed" : step.ended;
  // Where the old resource is deleted first, the half that creates the new one comes last.
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

/** The engine's colours are marks such as `<{%reset%}>`. */
function plain(message: string): string {
  return message.replaceAll(/<\{%[^%]*%\}>/g, "").trimEnd();
}
