import type { NoteCode } from "@genesys-flows/architect";
import type { ResourceUrn } from "@genesys-flows/project/state";
import type { Properties } from "./values.ts";

/** One error in the inputs of a resource, a function or the provider's configuration. */
export interface CheckFailure {
  /** The property with the error; empty for the resource as a whole. */
  readonly property: string;
  readonly reason: string;
}

export interface CheckResult {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

export type DiffKind = "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

/** What an update would do. No entries mean no change. */
export interface DiffResult {
  /** Property path (`modules["pin"].digest`) -> what happens to it. */
  readonly changes: ReadonlyMap<string, { readonly kind: DiffKind; readonly inputDiff: boolean }>;
  readonly deleteBeforeReplace?: boolean;
}

export interface RunNote {
  readonly code: NoteCode;
  readonly severity: "warning" | "note";
  readonly message: string;
  /** Key of the flow, if the note is not printed below that resource. */
  readonly flow?: string;
  readonly hint?: string;
}

/** Text shown beside the resource's row. */
export interface OperationLog {
  /** Changes the row while the operation runs; leaves nothing behind. */
  progress(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  /** A warning, or a note, by which a report sorts what a run says: printed as a diagnostic. */
  note(note: RunNote): void;
  debug(message: string): void;
}

export interface Operation {
  readonly urn: ResourceUrn;
  readonly log: OperationLog;
  readonly signal: AbortSignal;
  /** Whether a program is known to drive this run. `pulumi import` runs none; nor do SDKs that tell the engine nothing. */
  runsProgram(): Promise<boolean>;
}

export interface CreateResult {
  /** Undefined in a preview. */
  readonly id?: string;
  readonly outputs: Properties;
}

/** A live object; `undefined` if it no longer exists. */
export interface ReadResult {
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** The state's record of a resource. */
export interface Existing {
  readonly id: string;
  /** The last inputs of the program; in a comparison and in an update, the new ones. */
  readonly inputs: Properties;
  readonly state: Properties;
}

/** The same, and what the program says now. */
export interface Changing extends Existing {
  readonly oldInputs: Properties;
}

/** A resource type is a token and these functions. Inputs, state and outputs are plain data (values.ts). */
export interface Resource {
  /** `genesyscloud:index/flow:Flow` */
  readonly token: string;
  /** What messages call it: `queue`. */
  readonly noun: string;
  /**
   * Whether an update brings the object of a state to these inputs, so that a replacement can keep it. Makes no request.
   * @param o.isMoved the state is another resource's: it must be the same object, by name or what else identifies it
   */
  continues(before: { inputs: Properties; state: Properties }, inputs: Properties, o: { isMoved: boolean }): boolean;
  check(operation: Operation, request: { inputs: Properties; oldInputs: Properties }): Promise<CheckResult>;
  diff(operation: Operation, request: Changing): Promise<DiffResult>;
  create(operation: Operation, request: { inputs: Properties; preview: boolean }): Promise<CreateResult>;
  read(operation: Operation, request: Existing): Promise<ReadResult | undefined>;
  update(operation: Operation, request: Changing & { preview: boolean }): Promise<Properties>;
  delete(operation: Operation, request: Existing): Promise<void>;
}

export interface ProviderFunction {
  readonly token: string;
  /** @throws InvalidInputs with every error in the arguments. */
  invoke(operation: Operation, inputs: Properties): Promise<Properties>;
}

export class InvalidInputs extends Error {
  readonly failures: readonly CheckFailure[];

  constructor(failures: readonly CheckFailure[]) {
    super(failures.map((failure) => `${failure.property}: ${failure.reason}`).join("\n"));
    this.name = "InvalidInputs";
    this.failures = failures;
  }
}

/**
 * The object exists, but the operation did not end well: state keeps id and outputs, and the next update finishes the
 * work.
 */
export class PartialFailure extends Error {
  readonly id: string;
  readonly outputs: Properties;
  readonly inputs: Properties;
  readonly reasons: readonly string[];

  constructor(fields: { id: string; inputs: Properties; outputs: Properties; reasons: readonly string[] }) {
    super(fields.reasons.join("\n"));
    this.name = "PartialFailure";
    this.id = fields.id;
    this.inputs = fields.inputs;
    this.outputs = fields.outputs;
    this.reasons = fields.reasons;
  }
}
