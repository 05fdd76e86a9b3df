import type { NoteCode } from "@genesys-flows/architect";
import type { ResourceUrn } from "@genesys-flows/project/state";
import type { Properties } from "./values.ts";

/** One error in the inputs of a resource, a function or the provider's configuration. */
export interface CheckFailure {
  /** Property with the error; empty if the error concerns the whole resource. */
  readonly property: string;
  readonly reason: string;
}

export interface CheckResult {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

export type DiffKind = "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

/** Changes that an update would make; empty if nothing changes. */
export interface DiffResult {
  /** Property path (`modules["pin"].digest`) -> kind of change. */
  readonly changes: ReadonlyMap<string, { readonly kind: DiffKind; readonly inputDiff: boolean }>;
  readonly deleteBeforeReplace?: boolean;
}

export interface RunNote {
  readonly code: NoteCode;
  readonly severity: "warning" | "note";
  readonly message: string;
  /** Key of the flow, if the note is not printed under its resource. */
  readonly flow?: string;
  readonly hint?: string;
}

/** Messages shown next to the resource's row. */
export interface OperationLog {
  /** Shows a message in the row while the operation runs. The message disappears afterwards. */
  progress(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  /** Prints a warning or note as a diagnostic, so that a report can classify it. */
  note(note: RunNote): void;
  debug(message: string): void;
}

export interface Operation {
  readonly urn: ResourceUrn;
  readonly log: OperationLog;
  readonly signal: AbortSignal;
  /**
   * Whether this run is known to execute a program. False for `pulumi import`, which runs no program, and for SDKs that
   * do not register a root resource.
   */
  runsProgram(): Promise<boolean>;
}

export interface CreateResult {
  /** Omitted in a preview. */
  readonly id?: string;
  readonly outputs: Properties;
}

/** Inputs and outputs of a live object. */
export interface ReadResult {
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** Record of a resource in the state. */
export interface Existing {
  readonly id: string;
  /** The program's last inputs. In a comparison or an update, these are the new inputs. */
  readonly inputs: Properties;
  readonly state: Properties;
}

/** A resource in the state, with the program's old and new inputs. */
export interface Changing extends Existing {
  readonly oldInputs: Properties;
}

/** A resource type: a token and its operations. Inputs, state and outputs are plain data (values.ts). */
export interface Resource {
  /** `genesyscloud:index/flow:Flow` */
  readonly token: string;
  /** Noun used in messages: `queue`. */
  readonly noun: string;
  /**
   * Whether an update can change the object in the state to match these inputs, so that a replacement can keep the
   * object. Makes no requests.
   * @param o.isMoved whether the state belongs to a different resource. If so, the name or another identity must show
   *   that the object is the same
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
 * The object exists, but the operation failed. The state keeps the id and the outputs, and the next update completes
 * the work.
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
