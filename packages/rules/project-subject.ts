import type { FlowType } from "@genesys-flows/architect";
import type { FlowSettings } from "@genesys-flows/architect/settings";

/** A flow of a project, beside its document. */
export interface ProjectFlow {
  readonly key: string;
  readonly name: string;
  readonly type: FlowType;
  readonly origin: "definition" | "export";
  /** Source file, relative to the project. */
  readonly file: string;
  /** Keys of the project's modules that it calls. */
  readonly modules: readonly string[];
  /** E.164 numbers that lead to it. */
  readonly numbers: readonly string[];
  readonly settings: FlowSettings;
}

/** The flows of a project as one stack sees them. */
export interface ProjectSubject {
  /** Name of the stack; undefined for files without one. */
  readonly stack?: string | undefined;
  readonly flows: readonly ProjectFlow[];
}
