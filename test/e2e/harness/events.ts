import { readFileSync } from "node:fs";

/** What the engine did, or would do, with one resource. */
export interface Step {
  readonly urn: string;
  /** Last part of the URN: the resource's Pulumi name. */
  readonly name: string;
  readonly type: string;
  /** `create`, `update`, `delete`, `same`, `replace`, `create-replacement`, `delete-replaced`, ... */
  readonly op: string;
  /** Property path -> kind of the difference, as the provider gave it. */
  readonly detailedDiff: Readonly<Record<string, { kind: string; inputDiff: boolean }>>;
  /** Top-level properties that differ. */
  readonly diffs: readonly string[];
  readonly old?: Readonly<Record<string, unknown>>;
  readonly new?: Readonly<Record<string, unknown>>;
}

/** One line under "Diagnostics". */
export interface EngineMessage {
  readonly severity: string;
  readonly message: string;
  readonly urn?: string;
}

/** One verdict of the policy pack. */
export interface PolicyVerdict {
  readonly policy: string;
  readonly enforcement: string;
  readonly message: string;
  readonly urn?: string;
}

/** The engine's event log of one command, in the terms that suites assert. */
export interface EngineLog {
  readonly steps: readonly Step[];
  readonly messages: readonly EngineMessage[];
  readonly verdicts: readonly PolicyVerdict[];
}

interface Metadata {
  op: string;
  urn: string;
  type: string;
  diffs?: string[] | null;
  detailedDiff?: Record<string, { diffKind: string; inputDiff: boolean }> | null;
  old?: { inputs?: Record<string, unknown>; outputs?: Record<string, unknown> } | null;
  new?: { inputs?: Record<string, unknown>; outputs?: Record<string, unknown> } | null;
}

interface EngineEvent {
  resourcePreEvent?: { metadata: Metadata };
  diagnosticEvent?: { severity: string; message: string; urn?: string };
  policyEvent?: { policyName: string; enforcementLevel: string; message: string; resourceUrn?: string };
}

/**
 * Reads what `--event-log` wrote: one engine event a line (reference/toolchain.md §8). Of an `up` with a preview before
 * it, the log holds the part that ran last.
 */
export function readEngineLog(file: string): EngineLog {
  const steps: Step[] = [];
  const messages: EngineMessage[] = [];
  const verdicts: PolicyVerdict[] = [];
  for (const event of eventsOf(file)) {
    if (event.resourcePreEvent) steps.push(stepOf(event.resourcePreEvent.metadata));
    if (event.diagnosticEvent && event.diagnosticEvent.severity !== "debug") {
      const { severity, message, urn } = event.diagnosticEvent;
      messages.push({ severity, message: plain(message), urn });
    }
    if (event.policyEvent) {
      const { policyName, enforcementLevel, message, resourceUrn } = event.policyEvent;
      verdicts.push({ policy: policyName, enforcement: enforcementLevel, message: plain(message), urn: resourceUrn });
    }
  }
  return { steps, messages, verdicts };
}

function eventsOf(file: string): EngineEvent[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as EngineEvent);
}

function stepOf(metadata: Metadata): Step {
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
    old: metadata.old?.inputs,
    new: metadata.new?.inputs,
  };
}

function plain(message: string): string {
  return message.replaceAll(/<\{%[^%]*%\}>/g, "").trim();
}
